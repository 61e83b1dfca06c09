package com.ovhi.outreach.common.provider;

import static com.ovhi.outreach.common.ids.Provider.SENDGRID;
import static com.ovhi.outreach.common.ids.Provider.TWILIO;
import static com.ovhi.outreach.common.ids.Provider.WHATSAPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderCodesTests {

    /** What the providers document, written down a second time: class and codes. */
    private static final Map<Provider, String> DOCUMENTED = Map.of(TWILIO, """
            CONFIG 20003 20005 30002 21408 21212 21606 21603 21609 21701-21705 21712 30024 30010 30018 30032 30034 30125
            CONFIG 21717-21728 63007 63015 63020 11200 11205 11210 11220 12100 http-401 http-403 http-404 http-405
            THROTTLE 20429 http-429 21611 30001 30022 30023 30025-30027 30610 63017 63018 63038
            RETRY 20500 20503 30410 30017 63009 63010 63012 30003 30008
            PERM_ADDR 21211 21217 21401 21421 21604 21214 21612 21614 30006 30005 63003 63024
            PERM_MSG 21602 21617 21620 21623 30019 30004 30007 30036 30450 63005 63006 63013 63021 63026
            PERM_MSG 63027-63029 63041 21654-21656 63032 63036
            OPTOUT 21610 30640 63014 63033
            WINDOW 63016
            """, WHATSAPP, """
            CONFIG 0 3 10 190 200-299 131005 131064 368 131031 130497 131030 131037 131042 131044 131045 131063
            CONFIG http-401 http-403 http-404 http-405
            THROTTLE 4 80007 130429 133016 http-429 131048
            RETRY 1 2 131000 131016 135000 131053 131052 131057 2494100 131056
            PERM_MSG 131008 131009 100 131051 131021 131049 130472 131062
            PERM_MSG 132000 132012 132008 132005 132001 132007 132015 132016 137000
            PERM_ADDR 131026
            WINDOW 131047
            OPTOUT 131050
            """, SENDGRID, """
            PERM_MSG 400 413 blocked spam-content invalid-header
            CONFIG 401 403-405 over-quota
            THROTTLE 429
            PERM_ADDR bounce bounced-before invalid-address
            OPTOUT unsubscribed spam-reporting
            """);

    @ParameterizedTest
    @EnumSource(Provider.class)
    void holdsEveryDocumentedCodeAndNoOther(Provider provider) {
        var documented = new HashMap<String, FailureClass>();
        DOCUMENTED.getOrDefault(provider, "").lines().forEach(line -> {
            var words = line.split(" ");
            Arrays.stream(words)
                    .skip(1)
                    .flatMap(ProviderCodesTests::each)
                    .forEach(code -> documented.put(code, FailureClass.valueOf(words[0])));
        });
        var held = new HashMap<String, FailureClass>();
        ProviderCodes.of(provider).all().forEach((code, meaning) -> held.put(code, meaning.failureClass()));

        assertThat(held).isEqualTo(documented);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void blamesNobodyWithoutReason(Provider provider) {
        ProviderCodes.of(provider).all().forEach((code, meaning) -> {
            assertThat(meaning.meaning()).as(code).isNotBlank();
            switch (meaning.failureClass()) {
                case OPTOUT, PERM_ADDR, WINDOW ->
                    assertThat(meaning.about()).as(code).isEqualTo(About.RECIPIENT);
                case PERM_MSG -> assertThat(meaning.about()).as(code).isIn(About.RECIPIENT, About.MESSAGE);
                case THROTTLE -> assertThat(meaning.about()).as(code).isIn(About.SENDER, About.RECIPIENT);
                case CONFIG, RETRY -> assertThat(meaning.about()).as(code).isNotEqualTo(About.SENDER);
                case PARKED, REFUSED -> throw new AssertionError("a provider never says " + code);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "TWILIO, 30023, PT12H, SENDER",
        "TWILIO, 30003, PT1H, RECIPIENT",
        "TWILIO, 21408, , MESSAGE",
        "WHATSAPP, 131056, PT6S, RECIPIENT",
        "WHATSAPP, 131048, PT1H, SENDER",
        "SENDGRID, 5.1.1, , RECIPIENT",
        "SENDGRID, 5.7.1, , MESSAGE"
    })
    void saysHowLongToWaitAndWhomItConcerns(
            Provider provider, String code, @org.jspecify.annotations.Nullable Duration pause, About about) {
        assertThat(ProviderCodes.of(provider).find(code)).hasValueSatisfying(meaning -> {
            assertThat(meaning.pause()).isEqualTo(pause);
            assertThat(meaning.about()).isEqualTo(about);
        });
    }

    @Test
    void doesNotTakeATableWithACodeInTwoRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ProviderCodes.parse("1-3 | retry | account | - | one\n2 | config | account | - | two"))
                .withMessageContaining("2");
        assertThatIllegalArgumentException().isThrownBy(() -> ProviderCodes.parse("1 | retry | account"));
        assertThatIllegalArgumentException().isThrownBy(() -> ProviderCodes.parse("1 | later | account | - | x"));
    }

    @Test
    void countsWhatNobodyKnowsAndTellsNoText() {
        var meters = new SimpleMeterRegistry();
        var unknown = new UnknownCodes(meters);
        var book = new CodeBook(unknown);

        assertThat(book.read(TWILIO, "99999").failureClass()).isEqualTo(FailureClass.PERM_MSG);
        assertThat(book.read(TWILIO, "99999", "http-401").failureClass()).isEqualTo(FailureClass.CONFIG);
        book.read(TWILIO, "to +12125550100 failed");
        book.read(TWILIO, "21610");

        assertThat(unknown.drain())
                .isEqualTo(Map.of(
                        new UnknownCodes.Sighting(TWILIO, "99999"), 2, new UnknownCodes.Sighting(TWILIO, "odd"), 1));
        assertThat(unknown.drain()).isEmpty();
        assertThat(meters.get("outreach.provider.unknown_code").counter().count())
                .isEqualTo(3);
    }

    private static Stream<String> each(String code) {
        if (!code.matches("\\d+-\\d+")) {
            return Stream.of(code);
        }
        var ends = code.split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                .mapToObj(Integer::toString);
    }
}
