package org.simplesignin.client.device;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.DeviceState.UsedLink;

/// [DeviceState] as it stands in `state.json`.
record SavedState(
        int version,
        List<SavedCustomer> customers,
        @Nullable String active,
        String profile,
        boolean hideAccountNames,
        String language,
        List<SavedLink> used,
        List<String> spent) {
    static final int VERSION = 1;

    record SavedCustomer(String customer, String displayName) {}

    record SavedLink(String customer, String app, String link) {}

    static SavedState of(DeviceState state) {
        CustomerId active = state.active();
        return new SavedState(
                VERSION,
                state.customers().stream()
                        .map(customer -> new SavedCustomer(customer.id().value(), customer.displayName()))
                        .toList(),
                active == null ? null : active.value(),
                state.profile().wireName(),
                state.hideAccountNames(),
                state.language(),
                state.used().stream()
                        .map(choice -> new SavedLink(
                                choice.customer().value(),
                                choice.app().value(),
                                choice.link().value()))
                        .toList(),
                state.spent());
    }

    /// Returns the state.
    ///
    /// @throws RuntimeException where it is not one that this version wrote
    DeviceState state() {
        if (version != VERSION) {
            throw new IllegalArgumentException("written by another version");
        }
        return new DeviceState(
                customers.stream()
                        .map(saved -> new Customer(new CustomerId(saved.customer()), saved.displayName()))
                        .toList(),
                active == null ? null : new CustomerId(active),
                Profile.named(profile).orElseThrow(),
                hideAccountNames,
                language,
                used.stream()
                        .map(saved -> new UsedLink(
                                new CustomerId(saved.customer()), new AppId(saved.app()), new LinkId(saved.link())))
                        .toList(),
                spent);
    }
}
