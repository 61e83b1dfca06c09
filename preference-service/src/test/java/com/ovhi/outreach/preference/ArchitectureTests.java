package com.ovhi.outreach.preference;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.ovhi.outreach.common.testing.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.ovhi.outreach.preference", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchTests rules = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule featuresFormNoCycle =
            slices().matching("com.ovhi.outreach.preference.(*)..").should().beFreeOfCycles();
}
