package com.ovhi.outreach.preference.effective;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResolutionTests {

    private static final Instant T0 = Instant.parse("2026-03-02T15:00:00Z");
    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final Settings GLOBAL = new Settings(null, "en", hours(22, 8), hours(9, 17), null);

    private final Map<Level, Settings> levels = new EnumMap<>(Map.of(Level.GLOBAL, GLOBAL));
    private final List<ConsentEntry> ledger = new ArrayList<>();
    private final Map<Channel, Suppression> suppressions = new EnumMap<>(Channel.class);
    private final Set<String> disowned = new HashSet<>();
    private boolean whatsappCapable = true;
    private Profile profile = Profile.fresh(1176, 16, T0);

    @ParameterizedTest
    @EnumSource(Level.class)
    void takesEachSettingFromTheNearestLevelThatSaysSomething(Level level) {
        for (var further : Level.values()) {
            if (further.compareTo(level) >= 0) {
                var hour = further.ordinal();
                levels.put(
                        further, new Settings(null, "x" + (char) ('a' + hour), hours(hour, 20), hours(hour, 21), hour));
            } else {
                levels.put(further, Settings.NONE);
            }
        }

        var resolved = resolve();

        assertThat(resolved.preferences().bestHour()).isEqualTo(level.ordinal());
        assertThat(resolved.preferences().language()).isEqualTo("x" + (char) ('a' + level.ordinal()));
        assertThat(resolved.preferences().quietStart()).isEqualTo(LocalTime.of(level.ordinal(), 0));
        assertThat(resolved.preferences().workStart()).isEqualTo(LocalTime.of(level.ordinal(), 0));
        assertThat(resolved.decidedBy())
                .containsEntry("best_hour", level)
                .containsEntry("language", level)
                .containsEntry("quiet_hours", level)
                .containsEntry("work_hours", level);
    }

    @Test
    void decidesFieldByField() {
        levels.put(Level.PATIENT, new Settings(null, "es", null, null, null));
        levels.put(Level.ORGANIZATION, new Settings("America/Chicago", "ru", hours(20, 9), null, null));

        var resolved = resolve();

        assertThat(resolved.preferences().language()).isEqualTo("es");
        assertThat(resolved.preferences().quietStart()).isEqualTo(LocalTime.of(20, 0));
        assertThat(resolved.preferences().workEnd()).isEqualTo(LocalTime.of(17, 0));
        assertThat(resolved.preferences().bestHour()).isNull();
        assertThat(resolved.decidedBy())
                .containsEntry("language", Level.PATIENT)
                .containsEntry("quiet_hours", Level.ORGANIZATION)
                .containsEntry("work_hours", Level.GLOBAL)
                .doesNotContainKeys("best_hour", "timezone");
    }

    @Test
    void tellsTheHourThatALearnedOneHides() {
        learned(18, Settings.NONE);
        assertThat(resolve().preferences().unlearnedBestHour()).isNull();
        levels.put(Level.ORGANIZATION, Settings.NONE.withBestHour(11));
        levels.put(Level.PROVIDER, Settings.NONE.withBestHour(10));

        var preferences = resolve().preferences();

        assertThat(preferences.bestHour()).isEqualTo(18);
        assertThat(preferences.unlearnedBestHour()).isEqualTo(10);
        assertThat(preferences.preferredHour(17)).isEqualTo(17);
        assertThat(preferences.preferredHour(null)).isEqualTo(10);

        learned(18, Settings.NONE.withBestHour(9));
        assertThat(resolve().preferences().unlearnedBestHour()).isNull();
        assertThat(resolve().preferences().preferredHour(17)).isEqualTo(9);
    }

    private void learned(int hour, Settings said) {
        profile = new Profile(1176, 16, null, 0, said, hour, null, List.of(), Map.of(), T0, null);
        levels.put(Level.PATIENT, said.bestHour() == null ? said.withBestHour(hour) : said);
    }

    @Test
    void believesAZoneOfThePatientsOwn() {
        profile = profile.with(new Settings("America/Denver", null, null, null, null));
        levels.put(Level.ORGANIZATION, new Settings("America/New_York", null, null, null, null));
        reach(Channel.SMS, "+12125550100");

        assertThat(resolve().preferences().timezone()).isEqualTo("America/Denver");
        assertThat(resolve().preferences().candidateZones()).containsExactly("America/Denver");
    }

    @ParameterizedTest
    @CsvSource({
        "+14805553471, America/Los_Angeles, America/Los_Angeles;America/Phoenix",
        "+14805553471, , America/Phoenix",
        "+12125550100, America/New_York, America/New_York",
        "+16055550100, , America/Denver;America/North_Dakota/Center",
        ", America/Chicago, America/Chicago"
    })
    void countsEveryZoneThatTelephoneAndClinicSuggest(
            @Nullable String phone, @Nullable String organization, String zones) {
        if (phone != null) {
            reach(Channel.SMS, phone);
        }
        levels.put(Level.ORGANIZATION, new Settings(organization, null, null, null, null));

        assertThat(resolve().preferences().timezone()).isNull();
        assertThat(resolve().preferences().candidateZones()).containsExactlyInAnyOrder(zones.split(";"));
    }

    @Test
    void takesAPatientOfWhomNothingIsKnownToBeAnywhere() {
        assertThat(resolve().preferences().candidateZones()).isEqualTo(ZoneGuess.ANYWHERE);
    }

    @Test
    void ignoresNumbersOfNoZone() {
        reach(Channel.SMS, "+88012");

        assertThat(resolve().preferences().candidateZones())
                .doesNotContain("Etc/Unknown")
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void allowsAChannelThatHasAnAddress(Channel channel) {
        reach(channel, "+12125550100");

        assertThat(permission(channel)).isEqualTo(new ChannelPreference(true, false, "+12125550100", HASH, null));
    }

    @Test
    void allowsNothingWithoutAddress() {
        assertThat(permission(Channel.SMS)).isEqualTo(refused(ChannelRule.NO_ADDRESS));
    }

    @Test
    void saysThatAnAddressIsInvalid() {
        profile = profile.with(Channel.SMS, new Contact(null, null, null, "invalid-address"));

        assertThat(permission(Channel.SMS)).isEqualTo(refused("invalid-address"));
    }

    @Test
    void obeysAnOptOutOfTransactionalMessages() {
        reach(Channel.SMS, "+12125550100");
        consent(ConsentClass.TRANSACTIONAL, ConsentAction.REVOKE);
        suppressions.put(Channel.SMS, new Suppression(true, false, SuppressionReason.STOP));

        assertThat(permission(Channel.SMS))
                .isEqualTo(new ChannelPreference(false, false, "+12125550100", HASH, ChannelRule.OPTED_OUT));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, suppressed-stop",
        "COMPLAINT, suppressed-complaint",
        "UNSUBSCRIBE, suppressed-unsubscribe",
        "BOUNCE, suppressed-bounce",
        "UNDELIVERABLE, suppressed-undeliverable"
    })
    void obeysASuppressedAddress(SuppressionReason reason, String code) {
        reach(Channel.SMS, "+12125550100");
        suppressions.put(Channel.SMS, new Suppression(true, false, reason));

        assertThat(permission(Channel.SMS).enabled()).isFalse();
        assertThat(permission(Channel.SMS).reason()).isEqualTo(code);
    }

    @Test
    void withholdsOnlyMarketingFromAnAddressSuppressedForMarketing() {
        reach(Channel.SMS, "+12125550100");
        consent(ConsentClass.MARKETING, ConsentAction.GRANT);
        suppressions.put(Channel.SMS, new Suppression(true, true, SuppressionReason.UNSUBSCRIBE));

        assertThat(permission(Channel.SMS)).isEqualTo(new ChannelPreference(true, false, "+12125550100", HASH, null));
    }

    @Test
    void allowsMarketingToThoseWhoOptedIn() {
        reach(Channel.SMS, "+12125550100");
        consent(ConsentClass.MARKETING, ConsentAction.GRANT);

        assertThat(permission(Channel.SMS).marketingOptIn()).isTrue();
        assertThat(permission(Channel.EMAIL).marketingOptIn()).isFalse();
    }

    @Test
    void hidesAnAddressThatIsNotThePatients() {
        reach(Channel.SMS, "+12125550100");
        disowned.add(HASH);

        assertThat(permission(Channel.SMS)).isEqualTo(refused(ChannelRule.WRONG_PERSON));
    }

    @Test
    void obeysAChannelTurnedOff() {
        reach(Channel.EMAIL, "someone@example.org");
        profile = profile.with(Channel.EMAIL, profile.contact(Channel.EMAIL).allow(false));

        assertThat(permission(Channel.EMAIL).reason()).isEqualTo(ChannelRule.NOT_ALLOWED);
    }

    @Test
    void keepsToAnOrganizationWithoutWhatsApp() {
        reach(Channel.WHATSAPP, "+12125550100");
        reach(Channel.SMS, "+12125550100");
        whatsappCapable = false;

        assertThat(permission(Channel.WHATSAPP).reason()).isEqualTo(ChannelRule.NOT_ALLOWED);
        assertThat(permission(Channel.SMS).enabled()).isTrue();
    }

    private Resolved resolve() {
        return Resolution.of(
                new Picture(profile, levels, whatsappCapable, Consents.of(ledger, 16), suppressions, disowned));
    }

    private ChannelPreference permission(Channel channel) {
        var permission = resolve().preferences().channels().get(channel);
        assertThat(permission).isNotNull();
        return permission;
    }

    private static ChannelPreference refused(String reason) {
        return new ChannelPreference(false, false, null, null, reason);
    }

    private void reach(Channel channel, String address) {
        profile = profile.with(channel, new Contact(null, address, HASH, null));
    }

    private void consent(ConsentClass consentClass, ConsentAction action) {
        ledger.add(new ConsentEntry(
                1176,
                16,
                Channel.SMS,
                consentClass,
                action,
                ConsentSource.REQUEST,
                T0,
                Evidence.ofPatient("test", null)));
    }

    private static Hours hours(int start, int end) {
        return new Hours(LocalTime.of(start, 0), LocalTime.of(end, 0));
    }
}
