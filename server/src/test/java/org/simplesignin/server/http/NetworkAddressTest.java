package org.simplesignin.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkAddressTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "2001:db8:0:1:aaaa:bbbb:cccc:dddd, 2001:db8:0:1::/64",
        "2001:db8:0:1::5, 2001:db8:0:1::/64",
        "::1, 0:0:0:0::/64",
        "::ffff:203.0.113.7, 203.0.113.7"
    })
    void prefixIsWhatOneHouseholdHasToItself(String literal, String prefix) {
        assertEquals(Optional.of(prefix), NetworkAddress.parse(literal).map(NetworkAddress::prefix));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.0/24, 203.0.0.0/16",
        "0.0.0.0, 0.0.0.0/24, 0.0.0.0/16",
        "255.255.255.255, 255.255.255.0/24, 255.255.0.0/16",
        "2001:db8:7:1:aaaa:bbbb:cccc:dddd, 2001:db8:7::/48, 2001:db8::/32",
        "::1, 0:0:0::/48, 0:0::/32",
        "::ffff:203.0.113.7, 203.0.113.0/24, 203.0.0.0/16"
    })
    void siteAndCarrierAreTheWiderNetworks(String literal, String site, String carrier) {
        NetworkAddress address = NetworkAddress.parse(literal).orElseThrow();
        assertEquals(site, address.site());
        assertEquals(carrier, address.carrier());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "example.com", "203.0.113.7:80", "1.2.3.4, 5.6.7.8", "[::1"})
    void whatIsNoAddressIsNotLookedUp(String text) {
        assertEquals(Optional.empty(), NetworkAddress.parse(text));
    }

    @Test
    void twoHouseholdsDiffer() {
        assertEquals(
                2,
                Stream.of("2001:db8:0:1::5", "2001:db8:0:2::5", "2001:db8:0:1::9")
                        .map(text -> NetworkAddress.parse(text).orElseThrow().prefix())
                        .distinct()
                        .count());
    }
}
