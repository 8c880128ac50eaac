"""What the two web apps, the door and the front desk, are both built from; of neither's pages."""
