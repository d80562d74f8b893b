package org.simplesignin.server.registration;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;

/// What is known of a device that asks: its own words for itself, which prove nothing, and where it asked from.
///
/// @param name what it calls itself, or null
/// @param model what its maker calls it, or null
/// @param network its network ([org.simplesignin.server.http.NetworkAddress#prefix])
record AskingDevice(@Nullable String name, @Nullable String model, String network) {
    private static final String UNNAMED = "TV";
    private static final int MOST_BYTES = 4096;

    AskingDevice {
        Objects.requireNonNull(network, "network");
    }

    /// Returns a name as it may be shown, or null where nothing is left of it.
    ///
    /// @throws RefusedException where it is over 128 characters
    static @Nullable String shown(String parameter, @Nullable String sent) {
        if (sent == null) {
            return null;
        }
        if (sent.length() > DeviceApi.DEVICE_NAME_CHARS) {
            throw RefusedException.malformed(
                    parameter + " must have at most " + DeviceApi.DEVICE_NAME_CHARS + " characters");
        }
        // Control and format characters, bidirectional overrides among them, and what no font has (T14).
        String shown = sent.replaceAll("[\\p{Z}\\s]+", " ")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "")
                .strip();
        return shown.isEmpty() ? null : shown;
    }

    /// Returns the name under which the device is registered.
    String deviceName() {
        return name != null ? name : deviceModel();
    }

    /// Returns the model under which the device is registered.
    String deviceModel() {
        return model != null ? model : UNNAMED;
    }

    Wrapped wrapped(WrappingKeys keys, RegistrationId id) {
        return keys.wrap(Json.write(this), boundTo(id));
    }

    static AskingDevice unwrapped(WrappingKeys keys, RegistrationId id, Wrapped wrapped) {
        try {
            return Json.read(keys.unwrap(wrapped, boundTo(id)), AskingDevice.class, MOST_BYTES);
        } catch (UnwrapException | MalformedMessageException e) {
            throw new IllegalStateException("the particulars of registration " + id + " do not open", e);
        }
    }

    private static BoundTo boundTo(RegistrationId id) {
        return BoundTo.of("registration", id.value());
    }

    @Override
    public String toString() {
        return "AskingDevice[redacted]";
    }
}
