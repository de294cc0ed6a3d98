"""Rooms, their messages, their events and what a socket may ask of them."""
