package com.ovhi.outreach.template.wording.lint;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Forms of numbers and codes, looked for in folded text where a number, a word or a sign begins. Every repetition is
 * bounded, so that no text makes them slow.
 */
final class Shapes {

    private static final String MONTHS =
            folded("january|february|march|april|may|june|july|august|september|october|november"
                    + "|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
                    + "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|ene|dic"
                    + "|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
                    + "|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro"
                    + "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
                    + "|enero|pebrero|marso|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre"
                    + "|janvye|fevriye|mas|avril|me|jen|jiye|out|septanm|oktob|novanm|desanm"
                    + "|يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر");
    private static final String PLACES =
            "suite|ste|room|rm|door|gate|floor|unit|apt|bldg|building|entrance|parking|lot|level"
                    + "|sala|salon|consultorio|puerta|edificio|piso|salle|porte|porta|bloco|vitamin";
    private static final String LABELS =
            folded("mrn|acct|account|member id|medical record|patient id|patient|chart|policy|claim"
                    + "|case|expediente|historia clinica|paciente|poliza|cuenta|dossier|prontuario|conta|numero de medicare"
                    + "|病历号|病历|病歷號|病歷|차트");
    private static final String UNITS =
            folded("mg|mcg|μg|ug|ml|cc|units?|iu|ui|мг|мл|мкг|ед|毫克|毫升|微克|片|밀리그램|정|ملغ|مجم|vien"
                    + "|milligrams?|milligramos?|milligrammes?|miligramos?|unidades|miligramas?|tablets?|pills?|capsules?|puffs?|drops?"
                    + "|pastillas?|tabletas?|capsulas?|gotas?|comprimidos?|comprimes?");
    private static final String YEAR = "(?:19|20)\\d{2}";
    private static final String ORDINAL = "\\d{1,2}(?:st|nd|rd|th|er|\\.)?,? ";

    /** By rule, in the order of the rules. */
    static final List<Shape> ALL = List.of(
            Shape.word(
                    LintRule.DIAGNOSIS_CODE,
                    "(?:[a-tv-z]\\d[0-9a-z]\\.[0-9a-z]{1,4}|u07\\.[0-9]|(?<!(?:" + PLACES
                            + ")[ #-]{1,2})(?:[a-tv-z]\\d\\d|c4a|c7[ab]|d3a|m1a|o9a|z3a)(?![a-z0-9]))"),
            Shape.number(LintRule.SOCIAL_SECURITY_NUMBER, "(?<!-)\\d{3}[-. ]\\d{2}[-. ]\\d{4}(?!\\d)"),
            Shape.number(
                    LintRule.FULL_DATE,
                    "(?:\\d{1,2} ?[/.-] ?\\d{1,2} ?[/.-] ?(?:19|20)?\\d{2}(?!\\d)"
                            + "|" + YEAR + " ?[-/.] ?\\d{1,2} ?[-/.] ?\\d{1,2}(?!\\d)"
                            + "|" + YEAR + " ?(?:年|" + folded("년") + ") ?\\d{1,2} ?(?:月|" + folded("월") + ")"
                            + "|" + ORDINAL + "?(?:de |of |ng |thang )?(?:" + MONTHS + ")\\.?,? (?:de |del |do )?"
                            + YEAR
                            + "(?!\\d)|\\d{1,2} thang \\d{1,2},? (?:nam )?" + YEAR + "(?!\\d))"),
            Shape.listed(LintRule.FULL_DATE, MONTHS, "\\.? \\d{1,2}(?:st|nd|rd|th)?,? " + YEAR + "(?!\\d)"),
            Shape.listed(
                    LintRule.RECORD_NUMBER,
                    LABELS,
                    "[^a-z0-9]{0,3}(?:no|number|nr|num|numero|id)?[^a-z0-9]{0,3}[a-z]{0,3}-?\\d{1,20}"),
            Shape.number(LintRule.DOSE, "\\d{1,9}(?:[.,]\\d{1,4})? ?-?(?:" + UNITS + ")(?![a-z])"),
            Shape.number(
                    LintRule.TELEPHONE,
                    "(?<![\\w/])(?:1[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-]?)\\d{3}[ .-]?\\d{4}(?!\\d)"),
            Shape.sign(
                    LintRule.TELEPHONE,
                    "(?<![\\w/])(?:\\+?1[ .-]?)?\\(\\d{3}\\) ?\\d{3}[ .-]?\\d{4}(?!\\d)"
                            + "|\\+1[ .-]?\\d{3}[ .-]?\\d{3}[ .-]?\\d{4}(?!\\d)|\\+\\d{8,15}(?!\\d)"
                            + "|\\+\\d{1,3}(?:[ .()-]{1,2}\\d{2,4}){3,5}(?!\\d)"),
            Shape.sign(LintRule.MONEY, "[$€£¥₩₽] ?\\d"),
            Shape.number(
                    LintRule.MONEY,
                    "\\d{1,9}(?:[.,]\\d{1,2})? ?(?:usd|dollars?|dolares|euros?|[$€£₽]|долл|美元)(?![a-z])"),
            Shape.number(
                    LintRule.VISIT_TIME,
                    "(?:\\d{1,2} ?[:h] ?\\d{2}(?!\\d)|\\d{1,2} ?[ap]\\.? ?m(?![a-z])|\\d{1,2}[/.]\\d{1,2}(?!\\d)"
                            + "|" + ORDINAL + "?(?:de |of |ng )?(?:" + MONTHS + ")(?![a-z])"
                            + "|\\d{1,2} ?(?:[月日点時]|" + folded("월") + "))"),
            Shape.listed(LintRule.VISIT_TIME, MONTHS, "\\.? \\d{1,2}(?!\\d)"));

    /** What follows the sign in an e-mail address. */
    static final Pattern DOMAIN = Pattern.compile(" ?[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,4}\\.[a-z]{2,12}");

    private Shapes() {}

    private static String folded(String text) {
        return Reading.of(Excerpt.whole(text)).toString();
    }
}
