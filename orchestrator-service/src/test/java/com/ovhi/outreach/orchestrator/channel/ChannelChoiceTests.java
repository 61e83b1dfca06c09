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
        assertThat(choice.judgements().getFirst())
                .isEqualTo(Judgement.refused(
                        "whatsapp-marketing-reach", Channel.WHATSAPP, "no-whatsapp-marketing-to-plus-one"));
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
        assertThat(choice.judgements())
                .contains(
                        Judgement.refused("channel-enabled", Channel.SMS, "stop"),
                        Judgement.allowed("channel", Channel.EMAIL, null));
    }

    @Test
    void needsAnAddress() {
        preferences.put(Channel.SMS, NO_ADDRESS);

        var choice = choose(Purpose.APPT_REMINDER, null);

        assertThat(choice.allowed()).isEmpty();
        assertThat(choice.judgements())
                .extracting(Judgement::rule, Judgement::reason)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("address-known", "no-address"));
    }

    @Test
    void needsAMarketingOptInForMarketing() {
        allOn(NO_MARKETING);

        assertThat(choose(Purpose.CAMPAIGN_EDUCATION, null).judgements())
                .containsExactly(
                        Judgement.refused("marketing-opt-in", Channel.EMAIL, "no-marketing-opt-in"),
                        Judgement.refused("marketing-opt-in", Channel.SMS, "no-marketing-opt-in"));
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

        assertThat(choose(Purpose.APPT_REMINDER, null).judgements())
                .contains(Judgement.refused("channel-enabled", Channel.SMS, "disabled"));
    }

    @Test
    void takesAnotherOrderFromTheSettings() {
        allOn(NO_MARKETING);
        var properties = new ChannelProperties(Map.of(Purpose.APPT_REMINDER, List.of(Channel.EMAIL)));

        assertThat(new ChannelChoice(properties)
                        .choose(Purpose.APPT_REMINDER, null, effective(), organization())
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
        return new ChannelChoice(new ChannelProperties(null)).choose(purpose, preferred, effective(), organization());
    }

    private EffectivePreferences effective() {
        return new EffectivePreferences(
                1, 16, 1, null, List.of("America/New_York"), "en", null, null, null, null, null, preferences);
    }

    private Organization organization() {
        return new Organization(16, "Clinic", "+12125550000", whatsappCapability);
    }

    private static ChannelPreference allows(String address, boolean marketing) {
        return new ChannelPreference(true, marketing, address, "hash", null);
    }
}
