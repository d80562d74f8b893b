package org.simplesignin.client.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is true on this device now. Immutable; [Device] holds the current one.
///
/// @param active the customer who uses the device, absent where none is registered or chosen
/// @param language a language tag such as `en-US`
/// @param used the link that was chosen last, for each customer and app
/// @param spent fingerprints of the enrolment secrets that need not be tried again
public record DeviceState(
        List<Customer> customers,
        @Nullable CustomerId active,
        Profile profile,
        boolean hideAccountNames,
        String language,
        List<UsedLink> used,
        List<String> spent) {
    /// The language of a device that was not told another.
    public static final String DEFAULT_LANGUAGE = "en-US";

    /// How many customers may be registered on one device.
    public static final int MOST_CUSTOMERS = 8;

    /// How many last choices are remembered.
    static final int MOST_USED_LINKS = 256;

    /// The link that a customer chose last in an app's login selection.
    ///
    /// @param link says nothing about the account without the server
    public record UsedLink(CustomerId customer, AppId app, LinkId link) {
        /// Refuses absent members with a [NullPointerException].
        public UsedLink {
            Objects.requireNonNull(customer, "customer");
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(link, "link");
        }
    }

    /// Refuses an active customer who is not registered here.
    public DeviceState {
        customers = List.copyOf(customers);
        used = List.copyOf(used);
        spent = List.copyOf(spent);
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(language, "language");
        if (active != null && find(customers, active).isEmpty()) {
            throw new IllegalArgumentException("the active customer is not registered on this device");
        }
    }

    /// Returns the state of a new device.
    public static DeviceState initial() {
        return new DeviceState(List.of(), null, Profile.ADULT, false, DEFAULT_LANGUAGE, List.of(), List.of());
    }

    /// Returns the active customer, or empty.
    public Optional<Customer> activeCustomer() {
        return active == null ? Optional.empty() : find(customers, active);
    }

    /// Returns a registered customer, or empty.
    public Optional<Customer> customer(CustomerId id) {
        return find(customers, id);
    }

    /// Returns the link that this customer chose last in this app, or empty.
    public Optional<LinkId> lastUsed(CustomerId customer, AppId app) {
        return used.stream()
                .filter(choice ->
                        choice.customer().equals(customer) && choice.app().equals(app))
                .map(UsedLink::link)
                .findFirst();
    }

    /// Adds a customer; the first one becomes active. The secret that brought them is spent.
    public DeviceState with(Customer customer, String fingerprint) {
        List<Customer> more = new ArrayList<>(customers);
        more.add(customer);
        CustomerId next = active == null ? customer.id() : active;
        return new DeviceState(
                more,
                next,
                profile,
                hideAccountNames,
                language,
                used,
                withSpent(fingerprint).spent());
    }

    /// Adds a customer who has just registered in front of this screen: they are the active one from now on, as an
    /// adult. One who is here already is not added twice.
    public DeviceState joined(Customer customer) {
        List<Customer> more = new ArrayList<>(customers);
        more.removeIf(here -> here.id().equals(customer.id()));
        more.add(customer);
        return new DeviceState(more, customer.id(), Profile.ADULT, hideAccountNames, language, used, spent);
    }

    /// Marks an enrolment secret as one that need not be tried again.
    public DeviceState withSpent(String fingerprint) {
        if (spent.contains(fingerprint)) {
            return this;
        }
        List<String> more = new ArrayList<>(spent);
        more.add(fingerprint);
        return new DeviceState(customers, active, profile, hideAccountNames, language, used, more);
    }

    /// Takes over a customer's display name.
    public DeviceState named(CustomerId id, String displayName) {
        List<Customer> renamed = customers.stream()
                .map(customer -> customer.id().equals(id) ? new Customer(id, displayName) : customer)
                .toList();
        return new DeviceState(renamed, active, profile, hideAccountNames, language, used, spent);
    }

    /// Forgets a customer. Nobody else becomes active by that: the people in front of the screen choose.
    public DeviceState without(CustomerId id) {
        return new DeviceState(
                customers.stream().filter(customer -> !customer.id().equals(id)).toList(),
                id.equals(active) ? null : active,
                profile,
                hideAccountNames,
                language,
                used.stream().filter(choice -> !choice.customer().equals(id)).toList(),
                spent);
    }

    /// Makes a registered customer the active one.
    public DeviceState activate(CustomerId id) {
        return new DeviceState(customers, id, profile, hideAccountNames, language, used, spent);
    }

    /// Changes the profile.
    public DeviceState with(Profile next) {
        return new DeviceState(customers, active, next, hideAccountNames, language, used, spent);
    }

    /// Changes whether account names are masked on this screen.
    public DeviceState hideAccountNames(boolean hide) {
        return new DeviceState(customers, active, profile, hide, language, used, spent);
    }

    /// Changes the language.
    public DeviceState inLanguage(String tag) {
        return new DeviceState(customers, active, profile, hideAccountNames, tag, used, spent);
    }

    /// Remembers a choice, the newest first.
    public DeviceState with(UsedLink choice) {
        List<UsedLink> next = new ArrayList<>();
        next.add(choice);
        used.stream()
                .filter(old ->
                        !old.customer().equals(choice.customer()) || !old.app().equals(choice.app()))
                .limit(MOST_USED_LINKS - 1L)
                .forEach(next::add);
        return new DeviceState(customers, active, profile, hideAccountNames, language, next, spent);
    }

    private static Optional<Customer> find(List<Customer> customers, CustomerId id) {
        return customers.stream().filter(customer -> customer.id().equals(id)).findFirst();
    }
}
