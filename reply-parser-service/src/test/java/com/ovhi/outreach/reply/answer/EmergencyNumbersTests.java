package com.ovhi.outreach.reply.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.ShortNumberInfo;
import com.ovhi.outreach.reply.answer.EmergencyNumbers.Numbers;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which number a patient in danger is told. */
class EmergencyNumbersTests {

    private final EmergencyNumbers numbers = new EmergencyNumbers();

    @ParameterizedTest
    @CsvSource({
        "+16025551234,,911,988",
        "+15550001234,,911,988",
        "+17875551234,,911,988",
        "+525512345678,,911,",
        "+4915112345678,+16025550000,112,",
        "+447911123456,,999,",
        "+8613812345678,,120,",
        "US.1349abc,,911,988",
        "pat@example.org,+16025550000,911,988",
        "pat@example.org,(602) 555-0000,112,",
        "pat@example.org,,112,"
    })
    void itIsThatOfWhereThePatientWritesFromElseOfTheClinic(
            String address, String clinic, String emergency, String crisis) {
        assertThat(numbers.of(address, clinic)).isEqualTo(new Numbers(emergency, crisis));
    }

    /** Against the tables of libphonenumber, which come from the countries' numbering plans. */
    @Test
    void everyNumberIsAnEmergencyNumberThere() {
        var known = ShortNumberInfo.getInstance();
        var countries = Set.of(Locale.getISOCountries());
        var wrong = numbers.byRegion().entrySet().stream()
                .filter(each -> !each.getKey().equals("ZZ"))
                .filter(each -> !countries.contains(each.getKey())
                        || !known.isEmergencyNumber(each.getValue().emergency(), each.getKey()))
                .map(Object::toString);
        assertThat(wrong).isEmpty();
    }
}
