"""What the two web apps, the door and the front desk, are both built from: server, security
headers, frame of a page."""
