package com.ovhi.outreach.template.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortalTokenTests {

    @Test
    void holdsAtLeast256Bits() {
        assertThat(43 * Math.log(62) / Math.log(2)).isGreaterThanOrEqualTo(256);
        assertThat(PortalToken.random().value()).matches("[A-Za-z0-9]{43}");
    }

    @Test
    void neverComesTwiceAndUsesTheWholeAlphabet() {
        var tokens = Stream.generate(PortalToken::random).limit(10_000).toList();

        assertThat(tokens).doesNotHaveDuplicates();
        assertThat(tokens.stream().flatMap(each -> each.value().chars().boxed()).collect(Collectors.toSet()))
                .hasSize(62);
    }

    @Test
    void isKeptAsItsHashAndPrintsMasked() {
        var token = PortalToken.of("a".repeat(43)).orElseThrow();

        assertThat(token.hash())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(PortalToken.random().hash());
        assertThat(token.toString()).doesNotContain("aaa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-", "' OR 1=1 --"})
    void isNothingElse(String text) {
        assertThat(PortalToken.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 72 * 60 + 1})
    void mustNotLiveLongerThanThreeDays(long minutes) {
        var somewhere = URI.create("https://example.org");

        assertThatThrownBy(() -> new PortalProperties(
                        somewhere, somewhere, Set.of(), Set.of(), Duration.ofMinutes(minutes), 1, 1, 1, 1))
                .isInstanceOf(IllegalStateException.class);
    }
}
