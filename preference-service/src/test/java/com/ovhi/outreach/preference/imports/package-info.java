@NullMarked
package com.ovhi.outreach.preference.imports;

import org.jspecify.annotations.NullMarked;
