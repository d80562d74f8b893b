package org.simplesignin.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.simplesignin.demo.PhoneVisit.Reached;

/// What people do once, done for them: the customers sign up, with the code from their mail, and register the devices,
/// with the code on their screens, on the same pages and by the same forms as anybody. Begun and not finished, it goes
/// on where it stopped.
final class FirstStart {
    private static final Pattern REGISTRATION = Pattern.compile("name=\"registration\" value=\"([^\"]+)\"");

    private final String pagesUrl;
    private final Mailbox mailbox;

    FirstStart(String pagesUrl, Mailbox mailbox) {
        this.pagesUrl = pagesUrl;
        this.mailbox = mailbox;
    }

    /// Signs the customers up and registers every device for each of them, in the order of [Customer#ALL].
    void run(List<DeviceShell> devices) throws DemoException, InterruptedException {
        Map<Customer, PhoneVisit> phones = new LinkedHashMap<>();
        for (Customer customer : Customer.ALL) {
            phones.put(customer, signedIn(customer));
        }
        List<Future<?>> registered = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DeviceShell device : devices) {
                registered.add(threads.submit(() -> {
                    register(device, phones);
                    return device;
                }));
            }
        }
        for (Future<?> one : registered) {
            try {
                one.get();
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
                throw new DemoException(String.valueOf(cause.getMessage()), cause);
            }
        }
    }

    private PhoneVisit signedIn(Customer customer) throws DemoException, InterruptedException {
        PhoneVisit phone = new PhoneVisit(pagesUrl);
        Reached form = phone.open("/sign-in");
        Reached home = phone.submit(
                form, "/sign-in", Map.of("email", customer.email(), "password", customer.password(), "next", "/"));
        return home.path().equals("/") ? phone : signedUp(customer);
    }

    private PhoneVisit signedUp(Customer customer) throws DemoException, InterruptedException {
        PhoneVisit phone = new PhoneVisit(pagesUrl);
        Reached code = phone.submit(phone.open("/sign-up"), "/sign-up", Map.of("email", customer.email(), "next", "/"));
        Reached account = phone.submit(code, "/sign-up/code", Map.of("code", mailbox.awaitCode(customer.email())));
        Reached home = phone.submit(
                account, "/sign-up/account", Map.of("name", customer.displayName(), "password", customer.password()));
        if (!home.path().equals("/")) {
            throw new DemoException(customer.displayName() + " could not sign up: the server's log says why");
        }
        return phone;
    }

    private static void register(DeviceShell device, Map<Customer, PhoneVisit> phones)
            throws DemoException, InterruptedException {
        List<String> there = device.people();
        for (Map.Entry<Customer, PhoneVisit> entry : phones.entrySet()) {
            if (!there.contains(entry.getKey().displayName())) {
                String userCode = device.startRegistration();
                // A phone opens one page at a time.
                synchronized (entry.getValue()) {
                    approve(entry.getValue(), userCode);
                }
                device.awaitRegistered();
            }
        }
    }

    private static void approve(PhoneVisit phone, String userCode) throws DemoException {
        Reached asked = phone.submit(phone.open("/device"), "/device", Map.of("user_code", userCode));
        String registration = asked.find(REGISTRATION);
        Reached outcome = phone.submit(
                asked, "/device/confirm", Map.of("registration", registration, "decision", userCode.replace("-", "")));
        if (outcome.status() != 200) {
            throw new DemoException("a device could not be registered: the server's log says why");
        }
    }
}
