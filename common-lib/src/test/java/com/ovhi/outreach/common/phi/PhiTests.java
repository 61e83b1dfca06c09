package com.ovhi.outreach.common.phi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhiTests {

    @Test
    void masksItselfWhereverItIsPrinted() {
        assertThat("" + new PersonName("Ann") + new PhoneNumber("+12125550100") + new EmailAddress("ann@example.org"))
                .isEqualTo("*********");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "hello", "+1", "+999999999999999999"})
    void readsNoTelephoneNumberWhereThereIsNone(String text) {
        assertThat(PhoneNumber.parse(text, "US")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", "@example.org", "ann@", "ann@example", "a b@example.org", "a@b@example.org"})
    void readsNoMailAddressWhereThereIsNone(String text) {
        assertThat(EmailAddress.parse(text)).isEmpty();
    }
}
