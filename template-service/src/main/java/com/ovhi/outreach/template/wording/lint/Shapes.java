package com.ovhi.outreach.template.wording.lint;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Forms of numbers and codes, looked for in folded text. Every repetition is bounded or guarded by what may not stand
 * before it, so that no text makes them slow.
 */
final class Shapes {

    private static final String MONTHS = folded("january|february|march|april|may|june|july|august|september|october|november"
            + "|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
            + "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|ene|dic"
            + "|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
            + "|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro"
            + "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
            + "|enero|pebrero|marso|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre"
            + "|janvye|fevriye|mas|avril|me|jen|jiye|out|septanm|oktob|novanm|desanm"
            + "|يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر");
    private static final String PLACES = "suite|ste|room|rm|door|gate|floor|unit|apt|bldg|building|entrance|parking|lot|level"
            + "|sala|salon|consultorio|puerta|edificio|piso|salle|porte|porta|bloco|vitamin";
    private static final String NOT_INSIDE_NUMBER = "(?<![\\d])";

    private static final List<Shape> ALL = List.of(
            new Shape(
                    LintRule.DIAGNOSIS_CODE,
                    "(?<![a-z0-9])(?:(?:" + "[a-tv-z]\\d[0-9a-z]\\.[0-9a-z]{1,4}" + "|u07\\.[0-9]"
                            + "|(?<!(?:" + PLACES + ")[ #-]{1,2})(?:[a-tv-z]\\d\\d|c4a|c7[ab]|d3a|m1a|o9a|z3a))(?![a-z0-9]))"),
            new Shape(LintRule.SOCIAL_SECURITY_NUMBER, "(?<![\\d-])\\d{3}[-. ]\\d{2}[-. ]\\d{4}(?!\\d)"),
            new Shape(
                    LintRule.FULL_DATE,
                    NOT_INSIDE_NUMBER + "(?:\\d{1,2} ?[/.-] ?\\d{1,2} ?[/.-] ?(?:19|20)?\\d{2}(?!\\d)"
                            + "|(?:19|20)\\d{2} ?[-/.] ?\\d{1,2} ?[-/.] ?\\d{1,2}(?!\\d)"
                            + "|(?:19|20)\\d{2} ?年 ?\\d{1,2} ?月" + "|(?:19|20)\\d{2} ?" + folded("년") + " ?\\d{1,2} ?"
                            + folded("월")
                            + "|\\d{1,2}(?:st|nd|rd|th|er|\\.)?,? (?:de |of |ng |thang )?(?:" + MONTHS
                            + ")\\.?,? (?:de |del |do )?(?:19|20)\\d{2}(?!\\d)"
                            + "|\\d{1,2} thang \\d{1,2},? (?:nam )?(?:19|20)\\d{2}(?!\\d))"
                            + "|(?<![a-z])(?:" + MONTHS + ")\\.? \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d{2}(?!\\d)"),
            new Shape(
                    LintRule.RECORD_NUMBER,
                    "(?<![a-z])(?:mrn|acct|account|member id|medical record|patient id|patient|chart|policy|claim|case"
                            + "|expediente|historia clinica|paciente|poliza|cuenta|dossier|prontuario|conta|numero de medicare"
                            + "|病历号?|病歷號?|" + folded("차트") + ")[^a-z0-9]{0,3}(?:no|number|nr|num|numero|id)?[^a-z0-9]{0,3}"
                            + "[a-z]{0,3}-?\\d{1,20}"),
            new Shape(
                    LintRule.DOSE,
                    NOT_INSIDE_NUMBER + "\\d{1,6}(?:[.,]\\d{1,4})? ?-?(?:mg|mcg|μg|ug|ml|cc|units?|iu|ui|мг|мл|мкг|ед|毫克|毫升|微克|片"
                            + "|milligrams?|milligramos?|milligrammes?|miligramos?|unidades|miligramas?|tablets?|pills?|capsules?|puffs?|drops?"
                            + "|pastillas?|tabletas?|capsulas?|gotas?|comprimidos?|comprimes?|" + folded("밀리그램") + "|" + folded("정")
                            + "|ملغ|مجم|vien)(?![a-z])"),
            new Shape(
                    LintRule.EMAIL_ADDRESS,
                    "(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64} ?@ ?[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,4}\\.[a-z]{2,12}"),
            new Shape(
                    LintRule.TELEPHONE,
                    "(?<![\\w/])(?:\\+?1[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-]?)\\d{3}[ .-]?\\d{4}(?!\\d)"
                            + "|\\+\\d{8,15}(?!\\d)|(?<![\\d+])\\+\\d{1,3}(?:[ .()-]{1,2}\\d{2,4}){3,5}(?!\\d)"),
            new Shape(
                    LintRule.MONEY,
                    "[$€£¥₩₽] ?\\d{1,9}|" + NOT_INSIDE_NUMBER + "\\d{1,9}(?:[.,]\\d{1,2})? ?(?:usd|dollars?|dolares|euros?|[$€£₽]|"
                            + "долл|美元)(?![a-z])"),
            new Shape(
                    LintRule.VISIT_TIME,
                    NOT_INSIDE_NUMBER + "(?:\\d{1,2} ?[:h] ?\\d{2}(?!\\d)|\\d{1,2} ?[ap]\\.? ?m(?![a-z])|\\d{1,2}[/.]\\d{1,2}(?!\\d)"
                            + "|\\d{1,2}(?:st|nd|rd|th|er|\\.)?,? (?:de |of |ng )?(?:" + MONTHS + ")(?![a-z])"
                            + "|\\d{1,2} ?[月日点時]|\\d{1,2} ?" + folded("월") + ")"
                            + "|(?<![a-z])(?:" + MONTHS + ")\\.? \\d{1,2}(?!\\d)"));

    private Shapes() {}

    private static String folded(String text) {
        return Reading.of(Excerpt.whole(text)).toString();
    }

    /** Adds what is found of the wanted rules, by rule. */
    static void search(Reading reading, Set<LintRule> rules, List<Finding> findings) {
        if (reading.chars().noneMatch(character -> character >= '0' && character <= '9' || character == '@')) {
            return;
        }
        for (var shape : ALL) {
            if (rules.contains(shape.rule)) {
                var found = shape.pattern.matcher(reading);
                if (found.find()) {
                    findings.add(reading.finding(shape.rule, found.start(), found.end()));
                }
            }
        }
    }

    private record Shape(LintRule rule, Pattern pattern) {

        private Shape(LintRule rule, String regex) {
            this(rule, Pattern.compile(regex));
        }
    }
}
