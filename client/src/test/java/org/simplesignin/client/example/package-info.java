/// Code that `docs/devices.md` shows, compiled and tested.
@NullMarked
package org.simplesignin.client.example;

import org.jspecify.annotations.NullMarked;
