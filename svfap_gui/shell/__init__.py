"""The frame around the views: window, menus, settings, messages."""
