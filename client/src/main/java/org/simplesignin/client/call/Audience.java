package org.simplesignin.client.call;

import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.session.Session;

/// Who sits in front of the device as a call begins. What the call comes to is for nobody else.
record Audience(Device device, long number, Customer customer, Session session) {
    /// Returns whether they still do.
    boolean isStillThere() {
        return device.situation().audience() == number;
    }
}
