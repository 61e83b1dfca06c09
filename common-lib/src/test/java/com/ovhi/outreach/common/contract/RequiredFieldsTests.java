package com.ovhi.outreach.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import org.junit.jupiter.api.Test;

class RequiredFieldsTests {

    private static final String VISIT = """
            {"appointment_id": 1, "version": 1, "patient_id": 2, "organization_id": 3, "provider_id": 4,
             "location": {"name": "Site", "timezone": "America/New_York"}, "start": "2026-03-12T09:30:00-04:00",
             "duration_minutes": 15, "sensitive": true}""";

    @Test
    void letsAbsentFieldsPassThatMayBeNull() {
        assertThat(RequiredFields.missing(ContractJson.read(VISIT, AppointmentBooked.class)))
                .isEmpty();
    }

    @Test
    void namesARequiredFieldOnAnyLevel() {
        assertThat(RequiredFields.missing(ContractJson.read(
                        VISIT.replace("\"start\": \"2026-03-12T09:30:00-04:00\",", ""), AppointmentBooked.class)))
                .contains("start");
        assertThat(RequiredFields.missing(
                        ContractJson.read(VISIT.replace("\"America/New_York\"", "null"), AppointmentBooked.class)))
                .contains("location.timezone");
    }

    @Test
    void looksIntoLists() {
        var patient = ContractJson.read("""
                {"patient_id": 1, "organization_id": 2, "telecom": [{"system": "phone"}]}""", PatientRegistered.class);

        assertThat(RequiredFields.missing(patient)).contains("telecom.value");
    }
}
