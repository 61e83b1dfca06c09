package com.ovhi.outreach.template.benchmark;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Terms;
import com.ovhi.outreach.template.wording.TestPortal;
import com.ovhi.outreach.template.wording.Wording;
import com.ovhi.outreach.template.wording.WordingRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to fill a template and to judge what came of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RenderBenchmark {

    private static final List<String> VISIT = List.of("clinic_name", "clinic_phone", "visit_date", "visit_time");
    private static final Map<String, String> VALUES = Map.of(
            "clinic_name", "Massachusetts Community Clinics",
            "clinic_phone", "(617) 555-0000",
            "visit_date", "2026-03-25",
            "visit_time", "10:30");
    private static final Map<String, String> LINK = Map.of(
            "clinic_name", "Massachusetts Community Clinics",
            "clinic_phone", "(617) 555-0000",
            "portal_url", TestPortal.LINK);

    private final Wording sms = new Wording(
            Channel.SMS,
            "en",
            null,
            "{{clinic_name}} {{clinic_phone}}: visit {{visit_date}}, {{visit_time}}. Reply 1 to confirm, 2 to reschedule,"
                    + " 3 if you can't come. STOP to opt out",
            null,
            VISIT,
            null,
            false);
    private final Wording russian = new Wording(
            Channel.SMS,
            "ru",
            null,
            "{{clinic_name}} {{clinic_phone}}: визит {{visit_date}}, {{visit_time}}. Ответьте 1 - приду, 2 - перенести,"
                    + " 3 - не приду. STOP - отписаться",
            null,
            VISIT,
            null,
            false);
    private final Wording email = new Wording(
            Channel.EMAIL,
            "en",
            "You have a new message from {{clinic_name}}",
            "You have a new message from {{clinic_name}}.\n\nRead your message: {{portal_url}}\n\nQuestions? Please call"
                    + " {{clinic_phone}}.",
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                    + " content=\"width=device-width, initial-scale=1\"><title>You have a new message from {{clinic_name}}"
                    + "</title></head><body style=\"font-family: Arial, Helvetica, sans-serif; font-size: 16px; line-height:"
                    + " 1.5; color: #1a1a1a; background: #ffffff\"><main><p>You have a new message from {{clinic_name}}.</p>"
                    + "<p><a href=\"{{portal_url}}\">Read your message</a></p><p>Questions? Please call {{clinic_phone}}."
                    + "</p></main></body></html>",
            List.of("clinic_name", "clinic_phone", "portal_url"),
            null,
            false);
    private final CompiledWording compiledSms = CompiledWording.of(sms);
    private final CompiledWording compiledRussian = CompiledWording.of(russian);
    private final CompiledWording compiledEmail = CompiledWording.of(email);

    /** A reminder of one GSM segment. */
    @Benchmark
    public Composition smsRendered() {
        return compiledSms.compose(VALUES);
    }

    /** The same in a script with Latin look-alikes, which is read twice. */
    @Benchmark
    public Composition russianSmsRendered() {
        return compiledRussian.compose(VALUES);
    }

    /** Subject, text and HTML. */
    @Benchmark
    public Composition emailRendered() {
        return compiledEmail.compose(LINK, TestPortal.TERMS);
    }

    /** What saving a template costs. */
    @Benchmark
    public List<Map<String, Object>> emailReviewed() {
        return WordingRules.review(Purpose.RX_REFILL, email, Terms.USUAL);
    }
}
