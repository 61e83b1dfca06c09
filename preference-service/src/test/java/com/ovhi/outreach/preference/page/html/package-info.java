@NullMarked
package com.ovhi.outreach.preference.page.html;

import org.jspecify.annotations.NullMarked;
