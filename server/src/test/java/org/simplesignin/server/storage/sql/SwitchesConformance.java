package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.switches.SwitchState;
import org.simplesignin.server.switches.TurnedOff;
import org.simplesignin.tokens.AppId;

/// What every implementation of [org.simplesignin.server.switches.CustomerSwitches] must do.
interface SwitchesConformance extends Conformance {
    DeviceId DEVICE = Conformance.newDevice();

    @Test
    default void everythingIsOnAtFirst() {
        CustomerId customer = newCustomer();
        SwitchState on = new SwitchState(true, true, Set.of());

        assertEquals(on, storage().switches().state(customer, DEVICE));
        assertEquals(on, in(customer, tx -> storage().switches().state(tx, DEVICE)));
    }

    @Test
    default void eachSwitchIsItsOwn() {
        CustomerId customer = newCustomer();
        DeviceId other = Conformance.newDevice();

        assertTrue(did(customer, tx -> storage().switches().setDevice(tx, DEVICE, false, NOW)));
        assertTrue(did(customer, tx -> storage().switches().setApp(tx, APP, false, NOW)));

        assertEquals(
                new SwitchState(true, false, Set.of(APP)), storage().switches().state(customer, DEVICE));
        assertEquals(
                new SwitchState(true, true, Set.of(APP)), storage().switches().state(customer, other));
        assertEquals(new SwitchState(true, true, Set.of()), storage().switches().state(newCustomer(), DEVICE));

        assertTrue(did(customer, tx -> storage().switches().setAccount(tx, false, NOW)));
        assertTrue(did(customer, tx -> storage().switches().setApp(tx, APP, true, NOW)));
        assertEquals(
                new SwitchState(false, true, Set.of()), storage().switches().state(customer, other));
    }

    @Test
    default void everythingThatIsOffIsListed() {
        CustomerId customer = newCustomer();
        DeviceId other = Conformance.newDevice();
        in(newCustomer(), tx -> storage().switches().setAccount(tx, false, NOW));
        assertEquals(
                new TurnedOff(false, Set.of(), Set.of()), storage().switches().turnedOff(customer));

        in(customer, tx -> storage().switches().setAccount(tx, false, NOW));
        in(customer, tx -> storage().switches().setDevice(tx, DEVICE, false, NOW));
        in(customer, tx -> storage().switches().setDevice(tx, other, false, NOW));
        in(customer, tx -> storage().switches().setApp(tx, APP, false, NOW));

        assertEquals(
                new TurnedOff(true, Set.of(DEVICE, other), Set.of(APP)),
                storage().switches().turnedOff(customer));
    }

    @Test
    default void settingWhatIsSetChangesNothing() {
        CustomerId customer = newCustomer();

        assertFalse(did(customer, tx -> storage().switches().setAccount(tx, true, NOW)));
        assertTrue(did(customer, tx -> storage().switches().setAccount(tx, false, NOW)));
        assertFalse(did(customer, tx -> storage().switches().setAccount(tx, false, NOW)));
        assertFalse(did(customer, tx -> storage().switches().setDevice(tx, DEVICE, true, NOW)));
        assertFalse(did(customer, tx -> storage().switches().setApp(tx, APP, true, NOW)));
    }

    @Test
    default void appNamedLikeADeviceIsNoDevice() {
        CustomerId customer = newCustomer();

        in(customer, tx -> storage().switches().setApp(tx, AppId.of(DEVICE.value()), false, NOW));

        assertTrue(storage().switches().state(customer, DEVICE).deviceOn());
    }

    @Test
    default void noLinkSlipsPastTurningOff() throws Exception {
        for (int round = 0; round < 12; round++) {
            CustomerId customer = newCustomer();
            int turnsOff = round % CALLERS;

            List<Boolean> linked = Conformance.race(
                    CALLERS, i -> i == turnsOff ? turnOff(customer) : linkUnlessOff(customer, "account " + i));

            assertTrue(linked.get(turnsOff));
            assertEquals(List.of(), storage().links().ofCustomer(customer));
            assertFalse(linkUnlessOff(customer, "late"));
        }
    }

    private boolean turnOff(CustomerId customer) {
        return in(customer, tx -> {
            boolean changed = storage().switches().setAccount(tx, false, NOW);
            storage().links().endAll(tx, NOW);
            return changed;
        });
    }

    private boolean linkUnlessOff(CustomerId customer, String account) {
        Link link = Conformance.link(customer, account);
        return in(customer, tx -> {
            if (!storage().switches().state(tx, DEVICE).onFor(APP)) {
                return false;
            }
            storage().links().insertOrExisting(tx, link, Conformance.secrets("token"));
            return true;
        });
    }
}
