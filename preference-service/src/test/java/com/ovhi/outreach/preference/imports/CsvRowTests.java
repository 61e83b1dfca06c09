package com.ovhi.outreach.preference.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.imports.CsvRow.Consent;
import com.ovhi.outreach.preference.imports.Lines.Line;
import com.ovhi.outreach.preference.profile.AddressReader;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final AddressHash HASHES = new AddressHash(new byte[32]);
    private static final Header HEADER = Header.read(
            "patient_id,channel,class,action,effective_at,source,evidence_ref,wording_version,language,address");

    @Test
    void readsWhatIsSaid() {
        var parsed = read("17,SMS,all,grant,2026-03-01T09:00:00-05:00,front-desk,form/7,2026-01,es-mx,(212) 555-0100");

        assertThat(parsed.faults()).isEmpty();
        assertThat(parsed.consent())
                .isEqualTo(new Consent(
                        17,
                        Channel.SMS,
                        ConsentClass.OF_MESSAGES,
                        HASHES.of(new PhoneNumber("+12125550100")),
                        ConsentAction.GRANT,
                        Instant.parse("2026-03-01T14:00:00Z"),
                        "front-desk",
                        "form/7",
                        "2026-01",
                        "es-MX"));
    }

    @Test
    void readsQuotedCellsAndLeavesOutWhatIsNotSaid() {
        var parsed = read("\"17\",\"email\",transactional,revoke,2026-03-01T14:00:00Z,,,,,");

        assertThat(parsed.faults()).isEmpty();
        assertThat(parsed.consent()).isNotNull();
        assertThat(parsed.consent().evidenceRef()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x,sms,all,revoke,2026-03-01T14:00:00Z,,,,,|patient_id:invalid",
                "0,sms,all,revoke,2026-03-01T14:00:00Z,,,,,|patient_id:invalid",
                "17,fax,all,revoke,2026-03-01T14:00:00Z,,,,,|channel:invalid",
                "17,sms,some,revoke,2026-03-01T14:00:00Z,,,,,|class:invalid",
                "17,sms,all,maybe,2026-03-01T14:00:00Z,,,,,|action:invalid",
                "17,sms,all,revoke,yesterday,,,,,|effective_at:invalid",
                "17,sms,all,revoke,2026-03-01,,,,,|effective_at:invalid",
                "17,sms,all,revoke,2026-03-02T15:00:01Z,,,,,|effective_at:in-the-future",
                "17,sms,all,revoke,1970-01-01T00:00:00Z,,,,,|effective_at:too-long-ago",
                ",,,,,,,,,|patient_id:missing channel:missing class:missing action:missing effective_at:missing",
                "17,sms,marketing,grant,2026-03-01T14:00:00Z,,,,,|evidence_ref:proof-missing wording_version:proof-missing",
                "17,sms,all,revoke,2026-03-01T14:00:00Z,a b,a b,a b,zz,12|source:invalid evidence_ref:invalid"
                        + " wording_version:invalid language:invalid address:invalid",
                "17,sms,all,revoke,2026-03-01T14:00:00Z|row:wrong-number-of-cells",
                "17,sms,all,revoke,2026-03-01T14:00:00Z,,,,,,|row:wrong-number-of-cells",
                "17,sms,all,revoke,2026-03-01T14:00:00Z,\"open,,,,|row:malformed",
                "17,sms,all,revoke,2026-03-01T14:00:00Z,\"a\"b,,,,|row:malformed",
                "=cmd(),sms,all,revoke,2026-03-01T14:00:00Z,,,,,|patient_id:invalid"
            })
    void findsEverythingThatIsWrongAndNamesThePlaceOnly(String row, String faults) {
        var parsed = read(row);

        assertThat(parsed.consent()).isNull();
        assertThat(parsed.faults().stream()
                        .map(each -> each.field() + ":" + each.code())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17,sms\u202E,all", "17,s\u0007ms,all", "17,\uFFFDsms,all", "17,sm\u200Bs,all"})
    void refusesCharactersNobodySees(String row) {
        assertThat(read(row).faults()).containsExactly(new CsvRow.Fault("row", "invalid-characters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient_id,channel,class,action",
                "patient_id,channel,class,action,effective_at,mood",
                "patient_id,channel,class,action,effective_at,channel",
                "\"patient_id,channel,class,action,effective_at"
            })
    void refusesAHeaderItDoesNotUnderstand(String header) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Header.read(header))
                .satisfies(refusal -> assertThat(refusal.slug()).isEqualTo("invalid-header"));
    }

    @Test
    void takesColumnsInAnyOrder() {
        var header = Header.read("Effective_At, action ,class,channel,patient_id");

        assertThat(header).isEqualTo(Header.ofCode(header.code()));
        assertThat(CsvRow.read(
                                new Line(2, "2026-03-01T14:00:00Z,revoke,all,sms,17"),
                                header,
                                new AddressReader(HASHES),
                                NOW)
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"=1+1, '''=1+1'", "+1, '''+1'", "-1, '''-1'", "@a, '''@a'", "invalid, invalid", "'', ''"})
    void keepsASpreadsheetFromCalculating(String cell, String written) {
        assertThat(ErrorReport.safe(cell)).isEqualTo(written);
    }

    private static CsvRow.Parsed read(String row) {
        return CsvRow.read(new Line(2, row), HEADER, new AddressReader(HASHES), NOW);
    }
}
