/// Device registration (RFC 8628): a device asks for codes and polls; its customer types the user code on a phone, sees
/// which device asks from where, and chooses the code on its screen out of three (T1). Owns the registration under way,
/// its storage port, both rules and the routes `POST /oauth/device_authorization`, the grant of device codes at the
/// token endpoint, and the pages `/device` and `/device/confirm`.
///
/// What comes out of it, the registered device and its session, belongs to `device`. A registration under way belongs
/// to nobody until a customer opens it, so its table is not sharded by customer; it is gone some minutes after its
/// codes.
@NullMarked
package org.simplesignin.server.registration;

import org.jspecify.annotations.NullMarked;
