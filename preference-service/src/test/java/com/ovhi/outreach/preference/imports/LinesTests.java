package com.ovhi.outreach.preference.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.preference.imports.Lines.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinesTests {

    @Test
    void numbersTheLinesAndPassesOverBlankOnes() throws IOException {
        assertThat(read("\uFEFFa,b\r\n\r\n 1,2\n\n3,4"))
                .containsExactly(new Line(1, "a,b"), new Line(3, " 1,2"), new Line(5, "3,4"));
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void marksALineThatIsTooLongAndGoesOn() throws IOException {
        assertThat(read("a\n" + "x".repeat(41) + "\nb"))
                .containsExactly(new Line(1, "a"), new Line(2, Lines.TOO_LONG), new Line(3, "b"));
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertThatExceptionOfType(Lines.TooLarge.class).isThrownBy(() -> read("abc\n".repeat(300)));
    }

    @Test
    void hashesEveryByte() throws IOException {
        var lines = lines("a\r\n\r\nb");
        while (lines.next() != null) {
            // Read to the end.
        }

        assertThat(lines.sha256Hex()).isEqualTo("6c016771b47a0e6a9837daf173b31b4475158db576251cc4dd416339ba2085a0");
    }

    @Property
    void arePackedAndUnpackedUnchanged(@ForAll @Size(max = 5) List<String> texts) {
        for (var text : texts) {
            var line = new Line(17, text.replace("\n", ""));

            assertThat(Line.unpacked(line.packed())).isEqualTo(line);
        }
    }

    private static List<Line> read(String content) throws IOException {
        var lines = lines(content);
        var found = new ArrayList<Line>();
        for (var line = lines.next(); line != null; line = lines.next()) {
            found.add(line);
        }
        return found;
    }

    private static Lines lines(String content) {
        return new Lines(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), 40, 1_000);
    }
}
