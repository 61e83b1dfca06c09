package com.ovhi.outreach.template.wording.variables;

import static com.ovhi.outreach.template.wording.variables.Capability.EMAIL_VISIT_DATE;
import static com.ovhi.outreach.template.wording.variables.Capability.SMS_PHI;
import static com.ovhi.outreach.template.wording.variables.Capability.SMS_VISIT_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disclosure table, cell by cell. */
class SensitivityTests {

    private static final Set<Capability> NONE = Set.of();
    private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);

    @ParameterizedTest
    @EnumSource(Channel.class)
    void letsEveryChannelCarryNamePhoneAndLinkOfTheClinic(Channel channel) {
        assertThat(Set.of(Sensitivity.ORGANIZATION, Sensitivity.CALL_BACK, Sensitivity.PORTAL_LINK))
                .allMatch(each -> each.on(channel).allowedWith(NONE));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void letsNoCapabilityOpenWhatIsNeverCarried(Channel channel) {
        assertThat(Sensitivity.CLINICAL.on(channel).allowedWith(ALL)).isFalse();
        assertThat(Sensitivity.ACCOUNT.on(channel).allowedWith(ALL)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"PATIENT_FIRST_NAME", "PROVIDER_NAME", "SITE_ADDRESS"})
    void wantsTheAgreementForPeopleAndPlacesBySms(Sensitivity datum) {
        assertThat(datum.on(Channel.SMS).allowedWith(Capability.USUAL)).isFalse();
        assertThat(datum.on(Channel.SMS).allowedWith(Set.of(SMS_PHI))).isTrue();
        assertThat(datum.on(Channel.EMAIL).allowedWith(ALL)).isFalse();
        assertThat(datum.on(Channel.WHATSAPP).allowedWith(ALL)).isFalse();
    }

    @Test
    void tellsTheTimeOfAVisitBySmsOnly() {
        assertThat(Sensitivity.VISIT_TIME.on(Channel.SMS).allowedWith(NONE)).isFalse();
        assertThat(Sensitivity.VISIT_TIME.on(Channel.SMS).allowedWith(Set.of(SMS_VISIT_TIME)))
                .isTrue();
        assertThat(Sensitivity.VISIT_TIME.on(Channel.SMS).allowedWith(Set.of(SMS_PHI)))
                .isTrue();
        assertThat(Sensitivity.VISIT_TIME.on(Channel.EMAIL).allowedWith(ALL)).isFalse();
        assertThat(Sensitivity.VISIT_TIME.on(Channel.WHATSAPP).allowedWith(ALL)).isFalse();
    }

    @Test
    void tellsTheDateByEmailOnlyToWhoWantsIt() {
        assertThat(Sensitivity.VISIT_DATE.on(Channel.EMAIL).allowedWith(Capability.USUAL))
                .isFalse();
        assertThat(Sensitivity.VISIT_DATE.on(Channel.EMAIL).allowedWith(Set.of(EMAIL_VISIT_DATE)))
                .isTrue();
        assertThat(Sensitivity.VISIT_DATE.on(Channel.WHATSAPP).allowedWith(ALL)).isFalse();
    }

    @Test
    void keepsSubjectsToTheClinic() {
        assertThat(EnumSet.allOf(Sensitivity.class).stream().filter(Sensitivity::allowedInSubject))
                .containsExactly(Sensitivity.ORGANIZATION, Sensitivity.CALL_BACK);
    }
}
