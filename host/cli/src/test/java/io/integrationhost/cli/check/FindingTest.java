package io.integrationhost.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FindingTest {

  @Test
  void whatComesFromOutsideBeginsNoLine() {
    Finding finding = Finding.warning("integration N\nok all", "named 'N\u001b[31m\nok fine'");
    assertThat(finding.subject()).isEqualTo("integration N\\nok all");
    assertThat(finding.message()).isEqualTo("named 'N\\u001b[31m\n    ok fine'");
  }
}
