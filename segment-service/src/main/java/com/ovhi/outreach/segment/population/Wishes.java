package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.ids.Channel;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a patient prefers and allows, as far as rules may ask for it; no address. */
record Wishes(PreferenceChanged preference) {

    static Wishes of(PreferenceChanged preference) {
        return new Wishes(preference);
    }

    /**
     * What the patient has taken back since the state in their row, which is held. A channel that is closed because nobody is
     * reached there, by the clinic, or because another one is preferred, is nothing taken back; nor is anything in the first
     * state that is heard of, or in one that is not newer.
     */
    Optional<OptOut> takenBack(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT * FROM patients WHERE patient_id = ? AND preference_version > 0
                            AND preference_version < ?""")
                .params(preference.patientId(), preference.version())
                .query(PatientRow::of)
                .optional()
                .flatMap(before -> refused(before.consent()).or(() -> noMarketing(before.marketing())));
    }

    private Optional<OptOut> refused(Set<Channel> open) {
        return optOut(open, Permission::refused, false);
    }

    /** Who is told less on one channel and as much on another one prefers that. */
    private Optional<OptOut> noMarketing(Set<Channel> open) {
        return preference.channels().values().stream().anyMatch(Permission::marketing)
                ? Optional.empty()
                : optOut(open, Permission::transactional, true);
    }

    private Optional<OptOut> optOut(Set<Channel> before, Predicate<Permission> now, boolean ofMarketing) {
        var channels = before.stream()
                .filter(each -> {
                    var permission = preference.channels().get(each);
                    return permission != null && now.test(permission);
                })
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Channel.class)));
        return channels.isEmpty()
                ? Optional.empty()
                : Optional.of(new OptOut(
                        preference.patientId(),
                        preference.organizationId(),
                        channels,
                        ofMarketing,
                        preference.changedAt()));
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
                            reach_email = :reach_email, reach_sms = :reach_sms, reach_whatsapp = :reach_whatsapp
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
                    .param("reach_" + channel.code(), permission != null && permission.addressHash() != null);
        }
        statement.update();
    }
}
