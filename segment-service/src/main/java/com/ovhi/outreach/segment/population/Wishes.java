package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a patient prefers and allows, as far as rules may ask for it; no address. */
record Wishes(PreferenceChanged preference) {

    /** The patient's own word, whichever address they have. */
    private static final String OPTED_OUT = "opted-out";

    static Wishes of(PreferenceChanged preference) {
        return new Wishes(preference);
    }

    /**
     * What the patient has taken back since the state in their row, which is held. A channel that is closed because nobody is
     * reached there, by the clinic, or because another one is preferred, is nothing taken back; nor is what was said at an address
     * before it was theirs, what is not allowed at a new one, or anything in the first state that is heard of or in one that is not
     * newer.
     */
    Optional<OptOut> takenBack(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT * FROM patients WHERE patient_id = ? AND preference_version > 0
                            AND preference_version < ?""")
                .params(preference.patientId(), preference.version())
                .query(Before::of)
                .optional()
                .flatMap(before -> refused(before).or(() -> noMarketing(before)));
    }

    private Optional<OptOut> refused(Before before) {
        return optOut(
                before.patient().consent(),
                (channel, now) ->
                        now.refused() && (OPTED_OUT.equals(now.reason()) || sameAddress(before, channel, now)),
                false);
    }

    /** Who is told less on one channel and as much on another one prefers that. */
    private Optional<OptOut> noMarketing(Before before) {
        return preference.channels().values().stream().anyMatch(Permission::marketing)
                ? Optional.empty()
                : optOut(
                        before.patient().marketing(),
                        (channel, now) -> now.transactional() && sameAddress(before, channel, now),
                        true);
    }

    /** As far as that is known. */
    private boolean sameAddress(Before before, Channel channel, Permission now) {
        var former = before.addresses().get(channel);
        var present = mark(now);
        return former == null || present == null || former.equals(present);
    }

    private Optional<OptOut> optOut(Set<Channel> before, BiPredicate<Channel, Permission> now, boolean ofMarketing) {
        var channels = before.stream()
                .filter(each -> {
                    var permission = preference.channels().get(each);
                    return permission != null && now.test(each, permission);
                })
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Channel.class)));
        return channels.isEmpty()
                ? Optional.empty()
                : Optional.of(new OptOut(
                        preference.patientId(),
                        preference.organizationId(),
                        channels,
                        ofMarketing,
                        preference.changedAt(),
                        preference.mergedFrom() != null));
    }

    /** Another patient's mark of the same address is another one, so that it tells nothing of who shares one. */
    private @Nullable Long mark(Permission permission) {
        return permission.addressHash() == null
                ? null
                : Ids.of("address/" + preference.patientId() + "/" + permission.addressHash())
                        .getLeastSignificantBits();
    }

    /** Writes it to the patient's row unless a newer version is there. */
    void write(JdbcClient jdbc) {
        var zones = preference.candidateZones();
        var statement = jdbc.sql("""
                        UPDATE patients SET preference_version = :version, preferred_language = :language,
                            preferred_zone = :zone,
                            marketing_email = :marketing_email, marketing_sms = :marketing_sms,
                            marketing_whatsapp = :marketing_whatsapp,
                            consent_email = :consent_email, consent_sms = :consent_sms,
                            consent_whatsapp = :consent_whatsapp,
                            reach_email = :reach_email, reach_sms = :reach_sms, reach_whatsapp = :reach_whatsapp,
                            address_email = :address_email, address_sms = :address_sms,
                            address_whatsapp = :address_whatsapp
                        WHERE patient_id = :patient AND preference_version < :version""")
                .param("version", preference.version())
                .param("language", PopulationChanges.primary(preference.language()))
                .param(
                        "zone",
                        zones.size() == 1
                                ? Organizations.known(zones.getFirst()).orElse(null)
                                : null)
                .param("patient", preference.patientId());
        for (var channel : Channel.values()) {
            var permission = preference.channels().get(channel);
            statement
                    .param("marketing_" + channel.code(), permission != null && permission.marketing())
                    .param("consent_" + channel.code(), permission != null && permission.transactional())
                    .param("reach_" + channel.code(), permission != null && permission.addressHash() != null)
                    .param("address_" + channel.code(), permission == null ? null : mark(permission));
        }
        statement.update();
    }

    /**
     * What was known before.
     *
     * @param addresses a mark of each; missing where there was none, or none was kept yet
     */
    private record Before(PatientRow patient, Map<Channel, Long> addresses) {

        static Before of(ResultSet row, int number) throws SQLException {
            var addresses = new EnumMap<Channel, Long>(Channel.class);
            for (var channel : Channel.values()) {
                var mark = row.getObject("address_" + channel.code(), Long.class);
                if (mark != null) {
                    addresses.put(channel, mark);
                }
            }
            return new Before(PatientRow.of(row, number), addresses);
        }
    }
}
