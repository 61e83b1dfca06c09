package com.ovhi.outreach.simulators.patients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Appointment Mon Mar 9, 2:00 PM. Reply 1=confirm 2=reschedule 3=can't come   | true
            Su cita es el 9 de marzo. Responda 1 para confirmar, 2 para cambiar         | true
            Reply 1 to confirm                                                          | true
            Your appointment is at 1:30 PM on 1/2/2027                                  | false
            See you at 1 PM, arrive by 12:45                                            | false
            Your results are ready. Sign in at https://portal.example/1/2               | false
            """)
    void asksOnlyWhenAnAnswerIsWanted(String text, boolean asks) {
        assertThat(letter(text, "").asks()).isEqualTo(asks);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Su cita es el lunes. Responda 1 para confirmar |       | true
            Your visit is on Monday. Reply 1 to confirm    |       | false
            appt_reminder: Mon Mar 9                       | es_MX | true
            """)
    void isSpanishByItsLanguageOrItsWords(String text, String language, boolean spanish) {
        assertThat(letter(text, language == null ? "" : language).spanish()).isEqualTo(spanish);
    }

    private static Letter letter(String text, String language) {
        return new Letter("+14155550100", "job", text, language, 0, "", Instant.EPOCH);
    }
}
