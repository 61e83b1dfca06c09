package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.rule.AgeBand;
import com.ovhi.outreach.segment.rule.Sql;
import com.ovhi.outreach.segment.rule.Variable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Each variable twice: as an expression over the row {@code f} of {@code patients}, and as a look at what is known in
 * memory. Both stand side by side because they must never differ.
 */
enum Fact {
    TODAY((today, _) -> Sql.of("CAST(? AS DATE)", today.toString()), (known, _) -> known.today()),
    ORGANIZATION_ID("organization_id", (known, _) -> known.row().organizationId()),
    AGE((today, _) -> age(today), (known, _) -> known.age()),
    AGE_BAND((today, _) -> ageBand(today), (known, _) -> known.ageBand()),
    LANGUAGE(
            (_, _) -> Sql.of("COALESCE(f.preferred_language, f.language)"),
            (known, _) -> known.row().language()),
    ZONE(
            (_, _) -> Sql.of("COALESCE(f.preferred_zone, f.zone)"),
            (known, _) -> known.row().zone()),
    STATE("state", (known, _) -> known.row().state()),
    PROVIDER_ID("provider_id", (known, _) -> known.row().providerId()),
    LAST_VISIT("last_visit", (known, _) -> known.row().lastVisit()),
    NEXT_VISIT((today, _) -> nextVisit(today), (known, _) -> known.nextVisit()),
    VISIT_COUNT("visit_count", (known, _) -> known.row().visitCount()),
    NO_SHOW_COUNT("no_show_count", (known, _) -> known.row().noShowCount()),
    CANCELLED_COUNT("cancelled_count", (known, _) -> known.row().cancelledCount()),
    VISITS_WITHIN(VisitStatus.COMPLETED),
    NO_SHOWS_WITHIN(VisitStatus.NO_SHOW),
    CANCELLATIONS_WITHIN(VisitStatus.CANCELLED),
    REFILL_DUE((today, _) -> refillDue(today), (known, _) -> known.refillDue()),
    LAB_READY((today, _) -> labReady(today), (known, _) -> known.labReady()),
    MARKETING_OPT_IN(
            (_, _) -> Sql.of("(f.marketing_email OR f.marketing_sms OR f.marketing_whatsapp)"),
            (known, _) -> !known.row().marketing().isEmpty()),
    MARKETING_EMAIL("marketing_email", (known, _) -> known.row().marketing().contains(Channel.EMAIL)),
    MARKETING_SMS("marketing_sms", (known, _) -> known.row().marketing().contains(Channel.SMS)),
    MARKETING_WHATSAPP(
            "marketing_whatsapp", (known, _) -> known.row().marketing().contains(Channel.WHATSAPP)),
    CONSENT_EMAIL("consent_email", (known, _) -> known.row().consent().contains(Channel.EMAIL)),
    CONSENT_SMS("consent_sms", (known, _) -> known.row().consent().contains(Channel.SMS)),
    CONSENT_WHATSAPP("consent_whatsapp", (known, _) -> known.row().consent().contains(Channel.WHATSAPP)),
    REACH_EMAIL("reach_email", (known, _) -> known.row().reach().contains(Channel.EMAIL)),
    REACH_SMS("reach_sms", (known, _) -> known.row().reach().contains(Channel.SMS)),
    REACH_WHATSAPP("reach_whatsapp", (known, _) -> known.row().reach().contains(Channel.WHATSAPP)),
    SENT_WITHIN(EngagementKind.SENT),
    DELIVERED_WITHIN(EngagementKind.DELIVERED),
    OPENED_WITHIN(EngagementKind.OPENED),
    CLICKED_WITHIN(EngagementKind.CLICKED),
    REPLIED_WITHIN(EngagementKind.REPLIED),
    CONFIRMED_WITHIN(EngagementKind.CONFIRMED),
    OPTED_OUT_WITHIN(EngagementKind.OPTED_OUT),
    TAGS(
            (_, _) -> Sql.of("SELECT 1 FROM patient_tags l WHERE l.patient_id = f.patient_id"
                    + " AND l.organization_id = f.organization_id"),
            (known, _) -> known.tags()),
    SEGMENTS(
            (_, _) -> Sql.of("SELECT 1 FROM segment_members l WHERE l.patient_id = f.patient_id"),
            (known, _) -> known.segments()),
    BUCKET(
            (_, seed) -> bucket(seed),
            (known, seed) -> Bucket.of(seed, known.row().patientId()));

    /** For so many days a result in the portal is news. */
    static final int LAB_IS_NEWS_FOR = 30;

    private final BiFunction<LocalDate, String, Sql> column;
    private final BiFunction<Known, String, @Nullable Object> memory;

    Fact(BiFunction<LocalDate, String, Sql> column, BiFunction<Known, String, @Nullable Object> memory) {
        this.column = column;
        this.memory = memory;
    }

    Fact(String column, BiFunction<Known, String, @Nullable Object> memory) {
        this((_, _) -> Sql.of("f." + column), memory);
    }

    Fact(VisitStatus status) {
        this((today, days) -> visitsWithin(status, today, days), (known, days) -> known.visitsWithin(status, days));
    }

    Fact(EngagementKind kind) {
        this((today, days) -> engagementWithin(kind, today, days), (known, days) -> known.engagementWithin(kind, days));
    }

    /** @throws IllegalArgumentException for a variable that no projection knows */
    static Fact of(Variable variable) {
        return valueOf(variable.name().toUpperCase(Locale.ROOT));
    }

    /** The expression; for lists the beginning of a statement that finds their elements as rows of {@code l}. */
    Sql column(LocalDate today, String argument) {
        return column.apply(today, argument);
    }

    @Nullable
    Object known(Known known, String argument) {
        return memory.apply(known, argument);
    }

    /** The first of so many days that end today. */
    static LocalDate firstOf(LocalDate today, String days) {
        return today.minusDays(Long.parseLong(days) - 1);
    }

    private static Sql age(LocalDate today) {
        return Sql.of("GREATEST(0, TIMESTAMPDIFF(YEAR, f.born_by, CAST(? AS DATE)))", today.toString());
    }

    private static Sql ageBand(LocalDate today) {
        var sql = Sql.of("(CASE WHEN f.born_by IS NULL THEN NULL");
        for (var band : Arrays.stream(AgeBand.values())
                .sorted(Comparator.comparing(AgeBand::from).reversed())
                .toList()) {
            sql = Sql.format(
                    "%s WHEN %s >= " + band.from() + " THEN %s",
                    sql,
                    age(today),
                    Sql.of("? COLLATE utf8mb4_bin", band.code()));
        }
        return Sql.format("%s END)", sql);
    }

    private static Sql nextVisit(LocalDate today) {
        return Sql.of(
                "(SELECT MIN(v.starts_on) FROM visits v WHERE v.patient_id = f.patient_id"
                        + " AND v.organization_id = f.organization_id AND v.status = ? AND v.starts_on >= CAST(? AS DATE))",
                VisitStatus.BOOKED.code(),
                today.toString());
    }

    private static Sql visitsWithin(VisitStatus status, LocalDate today, String days) {
        return Sql.of(
                "(SELECT COUNT(*) FROM visits v WHERE v.patient_id = f.patient_id"
                        + " AND v.organization_id = f.organization_id AND v.status = ?"
                        + " AND v.starts_on BETWEEN CAST(? AS DATE) AND CAST(? AS DATE))",
                status.code(),
                firstOf(today, days).toString(),
                today.toString());
    }

    private static Sql engagementWithin(EngagementKind kind, LocalDate today, String days) {
        return Sql.of(
                "(SELECT CAST(COALESCE(SUM(e.times), 0) AS SIGNED) FROM engagement_days e"
                        + " WHERE e.patient_id = f.patient_id AND e.organization_id = f.organization_id AND e.kind = ?"
                        + " AND e.happened_on BETWEEN CAST(? AS DATE) AND CAST(? AS DATE))",
                kind.code(),
                firstOf(today, days).toString(),
                today.toString());
    }

    private static Sql refillDue(LocalDate today) {
        return Sql.of(
                "COALESCE((SELECT MIN(r.due_on) FROM refills r WHERE r.patient_id = f.patient_id"
                        + " AND r.organization_id = f.organization_id AND r.due_on >= CAST(? AS DATE)),"
                        + " (SELECT MAX(r.due_on) FROM refills r WHERE r.patient_id = f.patient_id"
                        + " AND r.organization_id = f.organization_id))",
                today.toString());
    }

    private static Sql labReady(LocalDate today) {
        return Sql.of(
                "COALESCE(f.lab_ready_on > CAST(? AS DATE), FALSE)",
                today.minusDays(LAB_IS_NEWS_FOR).toString());
    }

    private static Sql bucket(String seed) {
        return Sql.of(
                "MOD(CAST(CONV(SUBSTRING(SHA2(CONCAT(?, ':', f.patient_id), 256), 1, 8), 16, 10) AS SIGNED), "
                        + Bucket.COUNT + ")",
                seed);
    }
}
