package com.ovhi.outreach.preference.effective;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.effective.Explanation.Field;
import com.ovhi.outreach.preference.profile.Contact;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.setting.Hours;
import com.ovhi.outreach.preference.setting.Level;
import com.ovhi.outreach.preference.setting.Settings;
import com.ovhi.outreach.preference.suppression.Suppression;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is stored, there is an answer, and every field of it has a level and a reason that fit the value. */
class ResolutionPropertyTests {

    private static final Instant T0 = Instant.parse("2026-03-02T15:00:00Z");
    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @Property
    void isTotalAndExplainsEveryField(@ForAll("pictures") Picture picture) {
        var resolved = Resolution.of(picture).preferences();
        var fields = Explainer.of(picture).fields();

        assertThat(resolved.candidateZones())
                .isNotEmpty()
                .allMatch(Settings::isZone)
                .isSorted();
        assertThat(resolved.language()).isNotEmpty();
        assertThat(resolved.channels()).containsOnlyKeys(Channel.values());
        assertThat(fields)
                .extracting(Field::field)
                .containsExactly(
                        "timezone",
                        "language",
                        "quiet_start",
                        "quiet_end",
                        "work_start",
                        "work_end",
                        "best_hour",
                        "allow_email",
                        "allow_sms",
                        "allow_whatsapp",
                        "marketing_opt_in_email",
                        "marketing_opt_in_sms",
                        "marketing_opt_in_whatsapp",
                        "email_address",
                        "sms_number",
                        "whatsapp_number",
                        "unencrypted_email_accepted");
        assertThat(fields).allSatisfy(each -> {
            assertThat(each.reason()).matches("[a-z][a-z-]*");
            assertThat(each.sentence()).endsWith(".");
        });
    }

    @Property
    void explainsTheVeryValuesItResolvesTo(@ForAll("pictures") Picture picture) {
        var resolved = Resolution.of(picture);
        var preferences = resolved.preferences();
        var values = new HashMap<String, @Nullable Object>();
        Explainer.of(picture).fields().forEach(each -> values.put(each.field(), each.value()));

        assertThat(values)
                .containsEntry("timezone", preferences.timezone())
                .containsEntry("unencrypted_email_accepted", preferences.unencryptedEmailAccepted())
                .containsEntry("language", preferences.language())
                .containsEntry("quiet_start", preferences.quietStart())
                .containsEntry("quiet_end", preferences.quietEnd())
                .containsEntry("work_start", preferences.workStart())
                .containsEntry("work_end", preferences.workEnd())
                .containsEntry("best_hour", preferences.bestHour());
        preferences
                .channels()
                .forEach((channel, each) -> assertThat(values)
                        .containsEntry("allow_" + channel.code(), each.enabled())
                        .containsEntry("marketing_opt_in_" + channel.code(), each.marketingOptIn()));
    }

    @Property
    void takesEachFieldFromTheNearestLevelThatSaysIt(@ForAll("pictures") Picture picture) {
        var fields = Explainer.of(picture).fields();

        for (var field : fields) {
            var said = switch (field.field()) {
                case "language" -> nearest(picture, Settings::language);
                case "quiet_start", "quiet_end" -> nearest(picture, Settings::quiet);
                case "work_start", "work_end" -> nearest(picture, Settings::work);
                case "best_hour" -> nearest(picture, Settings::bestHour);
                default -> null;
            };
            if (said != null) {
                assertThat(field.level()).as(field.field()).isEqualTo(said);
            }
        }
    }

    @Property
    void neverAllowsWhatAnybodyForbids(@ForAll("pictures") Picture picture) {
        Resolution.of(picture).preferences().channels().forEach((channel, each) -> {
            var contact = picture.profile().contact(channel);
            var suppression = picture.suppressions().getOrDefault(channel, Suppression.NONE);
            if (contact.hash() == null
                    || suppression.total()
                    || picture.disowned().contains(HASH)
                    || Boolean.FALSE.equals(contact.allowed())
                    || picture.consents().revoked(channel, ConsentClass.TRANSACTIONAL)
                    || channel == Channel.WHATSAPP && !picture.whatsappCapable()) {
                assertThat(each.enabled()).isFalse();
                assertThat(each.reason()).isNotNull();
            }
            if (!picture.consents().granted(channel, ConsentClass.MARKETING) || suppression.active()) {
                assertThat(each.marketingOptIn()).isFalse();
            }
            assertThat(each.enabled() || !each.marketingOptIn()).isTrue();
        });
    }

    private static @Nullable Level nearest(Picture picture, Function<Settings, @Nullable Object> part) {
        for (var level : Level.values()) {
            if (part.apply(picture.levels().getOrDefault(level, Settings.NONE)) != null) {
                return level;
            }
        }
        return null;
    }

    @Provide
    Arbitrary<Picture> pictures() {
        var levels = Combinators.combine(settings(), settings(), settings()).as((provider, organization, all) -> {
            var map = new EnumMap<Level, Settings>(Level.class);
            map.put(Level.PROVIDER, provider);
            map.put(Level.ORGANIZATION, organization);
            map.put(Level.GLOBAL, all);
            return map;
        });
        return Combinators.combine(
                        profiles(),
                        levels,
                        Arbitraries.of(true, false),
                        ledgers(),
                        Arbitraries.maps(Arbitraries.of(Channel.class), suppressions()),
                        Arbitraries.of(Set.<String>of(), Set.of(HASH), Set.of("f".repeat(32))))
                .as(ResolutionPropertyTests::picture);
    }

    private static Picture picture(
            Profile profile,
            Map<Level, Settings> levels,
            boolean whatsapp,
            List<ConsentEntry> ledger,
            Map<Channel, Suppression> suppressions,
            Set<String> disowned) {
        var all = new EnumMap<Level, Settings>(levels);
        all.put(
                Level.PATIENT,
                profile.settings()
                        .withBestHour(
                                profile.settings().bestHour() == null
                                        ? profile.learnedBestHour()
                                        : profile.settings().bestHour()));
        return new Picture(profile, all, whatsapp, Consents.of(ledger, 16), suppressions, disowned);
    }

    private Arbitrary<Profile> profiles() {
        return Combinators.combine(
                        settings(),
                        Arbitraries.maps(Arbitraries.of(Channel.class), contacts()),
                        Arbitraries.integers().between(0, 23).injectNull(0.5),
                        Arbitraries.of(
                                List.<String>of(),
                                List.of("America/New_York"),
                                List.of("America/Phoenix", "America/Denver")))
                .as((settings, contacts, learned, zones) -> {
                    var channels = new EnumMap<Channel, Contact>(Channel.class);
                    channels.putAll(contacts);
                    return new Profile(1176, 16, 7L, 3, settings, learned, null, zones, channels, T0, null);
                });
    }

    private Arbitrary<Contact> contacts() {
        return Combinators.combine(
                        Arbitraries.of(true, false).injectNull(0.5),
                        Arbitraries.of("+12125550100", "+14805550100", "+88012", "")
                                .injectNull(0.2))
                .as((allowed, address) -> address == null
                        ? new Contact(allowed, null, null, null)
                        : address.isEmpty()
                                ? new Contact(allowed, null, null, "invalid-address")
                                : new Contact(
                                        allowed, address.startsWith("+8") ? "x.y@example.org" : address, HASH, null));
    }

    private Arbitrary<Settings> settings() {
        return Combinators.combine(
                        Arbitraries.of("America/Chicago", "America/New_York", "Mars/Olympus")
                                .injectNull(0.6),
                        Arbitraries.of("en", "es-MX", "ht").injectNull(0.5),
                        hours().injectNull(0.5),
                        hours().injectNull(0.5),
                        Arbitraries.integers().between(0, 23).injectNull(0.5),
                        Arbitraries.maps(Arbitraries.of(Channel.class), Arbitraries.of(true, false)))
                .as(Settings::new);
    }

    private Arbitrary<Hours> hours() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 23),
                        Arbitraries.integers().between(1, 23))
                .as((start, length) -> new Hours(LocalTime.of(start, 0), LocalTime.of((start + length) % 24, 0)));
    }

    private Arbitrary<Suppression> suppressions() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(SuppressionReason.class))
                .as(Suppression::new);
    }

    private Arbitrary<List<ConsentEntry>> ledgers() {
        return Combinators.combine(
                        Arbitraries.of(Channel.class),
                        Arbitraries.of(ConsentClass.class),
                        Arbitraries.of(ConsentAction.class),
                        Arbitraries.of(ConsentSource.class),
                        Arbitraries.integers().between(0, 5))
                .as((channel, consentClass, action, source, minute) -> new ConsentEntry(
                        1176,
                        16,
                        channel,
                        consentClass,
                        action,
                        source,
                        T0.plusSeconds(60L * minute),
                        Evidence.ofPatient("test", null)))
                .list()
                .ofMaxSize(6);
    }
}
