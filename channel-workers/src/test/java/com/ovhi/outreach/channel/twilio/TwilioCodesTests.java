package com.ovhi.outreach.channel.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.FailureClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioCodesTests {

    @ParameterizedTest
    @CsvSource({
        "CONFIG, 20003 20005 30002",
        "THROTTLE, 20429",
        "RETRY, 20500 20503 30410 30017 63009 63010 63012",
        "PERM_ADDR, 21211 21217 21401 21421 21214 21612",
        "CONFIG, 21408",
        "PERM_MSG, 21602 21617 21620 21623 30019",
        "CONFIG, 21606 21603 21701 21702 21703 21704 21705 21712 30024",
        "OPTOUT, 21610",
        "THROTTLE, 21611 30001",
        "PERM_ADDR, 21614 30006",
        "RETRY, 30003 30008",
        "PERM_MSG, 30004",
        "PERM_ADDR, 30005",
        "PERM_MSG, 30007",
        "CONFIG, 30010 30018 30032 30034 30125 21717 21722 21728",
        "THROTTLE, 30022 30023 30025 30026 30027",
        "PERM_MSG, 30036 30450",
        "THROTTLE, 30610",
        "OPTOUT, 30640",
        "PERM_ADDR, 63003 63024",
        "PERM_MSG, 63005 63006 63013 63021 63026",
        "CONFIG, 63007 63015 63020",
        "OPTOUT, 63014 63033",
        "WINDOW, 63016",
        "THROTTLE, 63017 63018 63038",
        "PERM_MSG, 63027 63028 63029 63041 21654 21655 21656",
        "PERM_MSG, 63032",
        "PERM_ADDR, 63036",
        "CONFIG, 11200 11205 11210 11220 12100"
    })
    void knowsWhatACodeMeans(FailureClass failureClass, String codes) {
        for (var code : codes.split(" ")) {
            assertThat(TwilioCodes.TABLE.of(Integer.parseInt(code)))
                    .as(code)
                    .hasValueSatisfying(
                            ruling -> assertThat(ruling.failureClass()).isEqualTo(failureClass));
        }
    }

    @Test
    void countsSetUpErrorsAgainstTheProviderButNotARecipientsRegion() {
        assertThat(TwilioCodes.TABLE.of(20003))
                .hasValueSatisfying(it -> assertThat(it.fault()).isTrue());
        assertThat(TwilioCodes.TABLE.of(21408))
                .hasValueSatisfying(it -> assertThat(it.fault()).isFalse());
        assertThat(TwilioCodes.TABLE.of(21211))
                .hasValueSatisfying(it -> assertThat(it.fault()).isFalse());
        assertThat(TwilioCodes.TABLE.of(21610))
                .hasValueSatisfying(it -> assertThat(it.fault()).isFalse());
    }

    @Test
    void saysNothingAboutCodesItDoesNotKnow() {
        assertThat(TwilioCodes.TABLE.of(29999)).isEmpty();
    }
}
