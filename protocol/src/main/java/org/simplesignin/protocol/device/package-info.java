/**
 * What the on-device client and the server say to each other over HTTPS, JSON in both directions; {@code docs/http-api.md}
 * tells it by route. {@link org.simplesignin.protocol.device.DeviceApi} names the paths.
 *
 * <p>Every request but the token request is authorized by a DPoP-bound access token (RFC 9449) that stands for one
 * customer on one device, so no message names either. What the server can say to the app as it is, it says with the app's
 * own response types; everything else is a problem document (RFC 9457), {@link
 * org.simplesignin.protocol.device.Problem}.
 */
@NullMarked
package org.simplesignin.protocol.device;

import org.jspecify.annotations.NullMarked;
