package org.simplesignin.server.customerpage;

import java.util.List;
import java.util.Set;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.device.Removing;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.switches.Switching;

/// The customer's devices: see them, turn Simple Sign-In off on one, remove one or all.
public final class DevicesPages {
    private final Pages pages;
    private final Kept kept;
    private final Switching switching;
    private final Removing removing;

    /// Makes the pages.
    public DevicesPages(Pages pages, Kept kept, Switching switching, Removing removing) {
        this.pages = pages;
        this.kept = kept;
        this.switching = switching;
        this.removing = removing;
    }

    /// Adds them to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/devices", guard.signedIn(this::list));
        routes.add("GET", "/devices/remove-all", guard.freshlySignedIn(this::askRemoveAll));
        routes.add("POST", "/devices/remove-all", guard.freshlySignedIn(this::removeAll));
        routes.add("GET", "/devices/{device}", guard.signedIn(this::one));
        routes.add("POST", "/devices/{device}/switch", guard.signedIn(this::turn));
        routes.add("GET", "/devices/{device}/remove", guard.freshlySignedIn(this::askRemove));
        routes.add("POST", "/devices/{device}/remove", guard.freshlySignedIn(this::remove));
    }

    private Answer list(Viewer viewer, Call call) {
        return pages.page(call, "customerpage/devices", devices(viewer.customer()));
    }

    private List<DeviceView> devices(CustomerId customer) {
        Set<DeviceId> off = kept.switches().turnedOff(customer).devices();
        return kept.devices().ofCustomer(customer).stream()
                .map(known -> view(known, off))
                .toList();
    }

    private static DeviceView view(Registration known, Set<DeviceId> off) {
        return DeviceView.of(known, !off.contains(known.device().id()));
    }

    private Answer one(Viewer viewer, Call call) {
        return pages.page(call, "customerpage/device", required(viewer, call));
    }

    private Answer turn(Viewer viewer, Call call) {
        boolean on = Turn.of(call).on();
        switching.device(viewer.customer(), deviceId(call), on, Actor.onWeb());
        return pages.done(call, "/devices/" + deviceId(call).value(), on ? "done.deviceOn" : "done.deviceOff");
    }

    private Answer askRemove(Viewer viewer, Call call) {
        return pages.page(call, "customerpage/remove-device", required(viewer, call));
    }

    /// A device that is not there, or somebody else's, is answered as one that was removed now (T15).
    private Answer remove(Viewer viewer, Call call) {
        removing.remove(viewer.customer(), deviceId(call), Actor.onWeb());
        return pages.done(call, "/devices", "done.deviceRemoved");
    }

    private Answer askRemoveAll(Viewer viewer, Call call) {
        return pages.page(call, "customerpage/remove-all", devices(viewer.customer()));
    }

    private Answer removeAll(Viewer viewer, Call call) {
        removing.removeAll(viewer.customer(), Actor.onWeb());
        return pages.done(call, "/devices", "done.allDevicesRemoved");
    }

    /// Returns the device of the path, where it is this customer's.
    ///
    /// @throws RefusedException `not_found` where it is not there, or is somebody else's: the same answer (T15)
    private DeviceView required(Viewer viewer, Call call) {
        String id = deviceId(call).value();
        return devices(viewer.customer()).stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow(DevicesPages::noSuchDevice);
    }

    private static DeviceId deviceId(Call call) {
        try {
            return new DeviceId(call.pathParameter("device"));
        } catch (IllegalArgumentException e) {
            throw noSuchDevice();
        }
    }

    private static RefusedException noSuchDevice() {
        return new RefusedException(ProblemCode.NOT_FOUND, "There is no such device");
    }
}
