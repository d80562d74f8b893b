package org.simplesignin.server.customerpage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;

/// A line of the audit log as a sentence for people.
///
/// @param text the key of the sentence
/// @param app the name of the app, or of the apps that share the link, or null
/// @param device the name of the device the sentence is about, or null where there is none or it was removed
/// @param place where it was done
/// @param times how often in a row, in the same transaction: minting writes a line for each link
record HistoryEntry(
        String text, @Nullable String app, @Nullable String device, Place place, Instant at, int times) {
    /// Where something was done.
    sealed interface Place {
        /// By nobody at a screen, or it does not matter.
        record Nowhere() implements Place {}

        /// On the pages.
        record Web() implements Place {}

        /// On a device.
        ///
        /// @param name or null where it was removed
        record OnDevice(@Nullable String name) implements Place {}
    }

    /// Returns these lines as sentences, in the same order.
    static List<HistoryEntry> of(List<AuditLine> lines, Names names) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (AuditLine line : lines) {
            HistoryEntry entry = of(line, names);
            if (!entries.isEmpty() && entries.getLast().sameBut(entry)) {
                entries.add(entries.removeLast().again());
            } else {
                entries.add(entry);
            }
        }
        return List.copyOf(entries);
    }

    private static HistoryEntry of(AuditLine line, Names names) {
        Map<String, String> members = line.members();
        String cause = members.get("cause");
        String device = members.get("device");
        boolean aboutDevice = line.kind().startsWith("device-") || line.kind().startsWith("session-");
        return new HistoryEntry(
                "history." + line.kind() + (cause == null ? "" : "." + cause),
                app(members, names),
                aboutDevice && device != null ? names.device(new DeviceId(device)) : null,
                place(members.get("by"), aboutDevice ? null : device, names),
                line.at(),
                1);
    }

    private static @Nullable String app(Map<String, String> members, Names names) {
        String app = members.get("app");
        String provider = members.get("identityProviderName");
        if (app != null) {
            return names.app(AppId.of(app));
        }
        return provider == null ? null : names.apps(IdentityProviderName.of(provider));
    }

    private static Place place(@Nullable String by, @Nullable String device, Names names) {
        if ("web".equals(by)) {
            return new Place.Web();
        }
        String where = by == null ? device : by;
        return where == null ? new Place.Nowhere() : new Place.OnDevice(names.device(new DeviceId(where)));
    }

    private boolean sameBut(HistoryEntry other) {
        return equals(new HistoryEntry(other.text, other.app, other.device, other.place, other.at, times));
    }

    private HistoryEntry again() {
        return new HistoryEntry(text, app, device, place, at, times + 1);
    }
}
