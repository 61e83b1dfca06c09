package com.ovhi.outreach.template.wording.lint;

/**
 * Where a text breaks a rule. Never holds the text itself.
 *
 * @param from index of the first UTF-16 unit at fault in the text as written, markup included
 * @param to index behind the last one
 */
public record Finding(LintRule rule, int from, int to) {}
