"""Which answers helped, as patients said by one tap."""
