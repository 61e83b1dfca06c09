package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a patient prefers and allows, as far as rules may ask for it; no address. */
record Wishes(PreferenceChanged preference) {

    static Wishes of(PreferenceChanged preference) {
        return new Wishes(preference);
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
