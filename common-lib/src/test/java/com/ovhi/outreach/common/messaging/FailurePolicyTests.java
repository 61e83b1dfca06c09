package com.ovhi.outreach.common.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

class FailurePolicyTests {

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, true",
        "403, true",
        "404, false",
        "408, true",
        "409, false",
        "422, false",
        "425, true",
        "429, true"
    })
    void tellsWhatWasRefusedFromWhatWasNotAnswered(int status, boolean outage) {
        var refused = new HttpClientErrorException(HttpStatusCode.valueOf(status));

        assertThat(FailurePolicy.outage(refused)).isEqualTo(outage);
        assertThat(FailurePolicy.outage(new IllegalStateException(refused))).isEqualTo(outage);
    }

    @Test
    void waitsForServersThatAreAway() {
        assertThat(FailurePolicy.outage(new ResourceAccessException("refused"))).isTrue();
        assertThat(FailurePolicy.outage(new HttpServerErrorException(HttpStatus.BAD_GATEWAY)))
                .isTrue();
        assertThat(FailurePolicy.outage(new TransientDataAccessResourceException("lost")))
                .isTrue();
        assertThat(FailurePolicy.outage(new OAuth2AuthorizationException(new OAuth2Error("invalid_client"))))
                .isTrue();
    }

    @Test
    void givesUpOnRecordsThatAreBroken() {
        assertThat(FailurePolicy.outage(new PoisonRecord("bad"))).isFalse();
        assertThat(FailurePolicy.outage(new IllegalArgumentException("bad"))).isFalse();
    }
}
