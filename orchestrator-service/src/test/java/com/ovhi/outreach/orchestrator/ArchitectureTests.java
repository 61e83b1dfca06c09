package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.testing.ArchitectureRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "com.ovhi.outreach.orchestrator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchTests rules = ArchTests.in(ArchitectureRules.class);

    @ArchTest
    static final ArchRule featuresFormNoCycles = SlicesRuleDefinition.slices()
            .matching("com.ovhi.outreach.orchestrator.(*)..")
            .should()
            .beFreeOfCycles();
}
