//! What the desktop session offers: notifications, tray host, sleep and wake.
