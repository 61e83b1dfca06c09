package com.ovhi.outreach.orchestrator.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.channel.ChannelChoice.Choice;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.projection.Organization;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelChoiceTests {

    private static final ChannelPreference NO_MARKETING = allows("+12125550100", false);
    private static final ChannelPreference MARKETING = allows("+12125550100", true);
    private static final ChannelPreference MARKETING_ABROAD = allows("+525555550100", true);
    private static final ChannelPreference OPTED_OUT =
            new ChannelPreference(false, false, "+12125550100", "hash", "stop");
    private static final ChannelPreference NO_ADDRESS = new ChannelPreference(true, true, null, null, null);

    private final Map<Channel, ChannelPreference> preferences = new EnumMap<>(Channel.class);
    private boolean whatsappCapability = true;

    @ParameterizedTest
    @CsvSource({
        "APPT_CONFIRM, WHATSAPP, SMS, EMAIL",
        "APPT_REMINDER, SMS, WHATSAPP, EMAIL",
        "NO_SHOW, EMAIL, SMS, WHATSAPP",
        "RX_REFILL, EMAIL, SMS, WHATSAPP",
        "LAB_READY, EMAIL, SMS, WHATSAPP",
        "URGENT, SMS, WHATSAPP, EMAIL"
    })
    void triesTheChannelsOfAPurposeInItsOrder(Purpose purpose, Channel first, Channel second, Channel third) {
        allOn(NO_MARKETING);

        assertThat(choose(purpose, null).allowed()).containsExactly(first, second, third);
    }

    @Test
    void neverUsesWhatsappForEducationUnlessAskedTo() {
        allOn(MARKETING_ABROAD);

        assertThat(choose(Purpose.CAMPAIGN_EDUCATION, null).allowed()).containsExactly(Channel.EMAIL, Channel.SMS);
        assertThat(choose(Purpose.CAMPAIGN_EDUCATION, Channel.WHATSAPP).allowed())
                .containsExactly(Channel.WHATSAPP, Channel.EMAIL, Channel.SMS);
    }

    @Test
    void sendsNoWhatsappMarketingToTheNorthAmericanPlan() {
        allOn(MARKETING);

        var choice = choose(Purpose.CAMPAIGN_EDUCATION, Channel.WHATSAPP);

        assertThat(choice.allowed()).containsExactly(Channel.EMAIL, Channel.SMS);
        assertThat(objections(choice)).contains("WHATSAPP whatsapp-marketing-reach no-whatsapp-marketing-to-plus-one");
    }

    @Test
    void triesThePreferredChannelFirst() {
        allOn(NO_MARKETING);

        assertThat(choose(Purpose.APPT_REMINDER, Channel.EMAIL).allowed())
                .containsExactly(Channel.EMAIL, Channel.SMS, Channel.WHATSAPP);
    }

    @Test
    void leavesOutThePreferredChannelWhenThePatientHasOptedOut() {
        allOn(NO_MARKETING);
        preferences.put(Channel.SMS, OPTED_OUT);

        var choice = choose(Purpose.APPT_REMINDER, Channel.SMS);

        assertThat(choice.allowed()).containsExactly(Channel.WHATSAPP, Channel.EMAIL);
        assertThat(objections(choice)).containsExactly("SMS consent stop");
    }

    @Test
    void triesTheLearnedChannelBeforeTheUsualOrderAndAfterTheOneAskedFor() {
        allOn(NO_MARKETING);

        assertThat(lean(Purpose.APPT_REMINDER, new Leaning(null, Channel.EMAIL, Set.of(), null))
                        .allowed())
                .containsExactly(Channel.EMAIL, Channel.SMS, Channel.WHATSAPP);
        assertThat(lean(Purpose.APPT_REMINDER, new Leaning(Channel.WHATSAPP, Channel.EMAIL, Set.of(), null))
                        .allowed())
                .containsExactly(Channel.WHATSAPP, Channel.EMAIL, Channel.SMS);
    }

    @Test
    void triesLastWhatDidNotArriveTheLastTime() {
        allOn(NO_MARKETING);

        assertThat(lean(Purpose.APPT_REMINDER, new Leaning(null, Channel.SMS, Set.of(Channel.SMS), null))
                        .allowed())
                .containsExactly(Channel.WHATSAPP, Channel.EMAIL, Channel.SMS);
    }

    @Test
    void learnsNoWhatsappForEducation() {
        allOn(MARKETING_ABROAD);

        assertThat(lean(Purpose.CAMPAIGN_EDUCATION, new Leaning(null, Channel.WHATSAPP, Set.of(), null))
                        .allowed())
                .containsExactly(Channel.EMAIL, Channel.SMS);
    }

    @Test
    void keepsToARouteAndJudgesItAgain() {
        allOn(NO_MARKETING);
        preferences.put(Channel.WHATSAPP, OPTED_OUT);

        var choice = lean(
                Purpose.APPT_REMINDER,
                new Leaning(Channel.SMS, null, Set.of(), List.of(Channel.WHATSAPP, Channel.EMAIL)));

        assertThat(choice.allowed()).containsExactly(Channel.EMAIL);
        assertThat(choice.routeFrom(Channel.EMAIL)).containsExactly(Channel.EMAIL);
    }

    @Test
    void tellsASuppressionFromAnOptOut() {
        preferences.put(
                Channel.SMS, new ChannelPreference(false, false, "+12125550100", "h", "suppressed-undeliverable"));

        assertThat(objections(choose(Purpose.APPT_REMINDER, null)))
                .contains("SMS suppression suppressed-undeliverable");
    }

    @ParameterizedTest
    @CsvSource({"landline,", "suppressed-landline, h"})
    void sendsNoTextToALandline(String reason, @Nullable String hash) {
        preferences.put(
                Channel.SMS, new ChannelPreference(false, false, hash == null ? null : "+12125550100", hash, reason));

        assertThat(objections(choose(Purpose.APPT_REMINDER, null))).contains("SMS line-type landline");
    }

    @Test
    void needsAnAddress() {
        preferences.put(Channel.SMS, NO_ADDRESS);

        var choice = choose(Purpose.APPT_REMINDER, null);

        assertThat(choice.allowed()).isEmpty();
        assertThat(choice.judgements())
                .filteredOn(each -> each.reason() != null)
                .extracting(Judgement::rule, Judgement::reason, Judgement::version)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("address-known", "no-address", 1));
    }

    @Test
    void needsAMarketingOptInForMarketing() {
        allOn(NO_MARKETING);

        assertThat(objections(choose(Purpose.CAMPAIGN_EDUCATION, null)))
                .containsExactly(
                        "EMAIL marketing-opt-in no-marketing-opt-in", "SMS marketing-opt-in no-marketing-opt-in");
    }

    @Test
    void needsAnOrganizationThatUsesWhatsapp() {
        allOn(NO_MARKETING);
        whatsappCapability = false;

        assertThat(choose(Purpose.APPT_CONFIRM, Channel.WHATSAPP).allowed())
                .containsExactly(Channel.SMS, Channel.EMAIL);
    }

    @Test
    void repeatsNoReasonThatIsNotACode() {
        preferences.put(Channel.SMS, new ChannelPreference(false, false, "+12125550100", "h", "Ann said +1212"));

        assertThat(objections(choose(Purpose.APPT_REMINDER, null))).contains("SMS consent disabled");
    }

    @Test
    void takesAnotherOrderFromTheSettings() {
        allOn(NO_MARKETING);
        var properties = new ChannelProperties(Map.of(Purpose.APPT_REMINDER, List.of(Channel.EMAIL)));

        assertThat(new ChannelChoice(properties)
                        .choose(Purpose.APPT_REMINDER, Leaning.NONE, effective(), organization())
                        .allowed())
                .containsExactly(Channel.EMAIL);
    }

    @Test
    void refusesAnOrderThatRepeatsAChannel() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ChannelProperties(Map.of(Purpose.URGENT, List.of(Channel.SMS, Channel.SMS))))
                .withMessageContaining("urgent");
    }

    private void allOn(ChannelPreference preference) {
        for (var channel : Channel.values()) {
            preferences.put(channel, preference);
        }
    }

    private Choice choose(Purpose purpose, @Nullable Channel preferred) {
        return lean(purpose, new Leaning(preferred, null, Set.of(), null));
    }

    private Choice lean(Purpose purpose, Leaning leaning) {
        return new ChannelChoice(new ChannelProperties(null)).choose(purpose, leaning, effective(), organization());
    }

    private static List<String> objections(Choice choice) {
        return choice.judgements().stream()
                .filter(each -> "refused".equals(each.verdict()))
                .map(each -> each.channel() + " " + each.rule() + " " + each.reason())
                .toList();
    }

    private EffectivePreferences effective() {
        return new EffectivePreferences(
                1, 16, 1, null, List.of("America/New_York"), "en", null, null, null, null, null, preferences);
    }

    private Organization organization() {
        return new Organization(16, "Clinic", "+12125550000", whatsappCapability, "America/New_York");
    }

    private static ChannelPreference allows(String address, boolean marketing) {
        return new ChannelPreference(true, marketing, address, "hash", null);
    }
}
