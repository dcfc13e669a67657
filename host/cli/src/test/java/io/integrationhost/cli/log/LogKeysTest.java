package io.integrationhost.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogKeysTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          integration 'yard': a backlog begins|{integration=yard}|a backlog begins
          integration 'yard' is RUNNING|{integration=yard}|integration 'yard' is RUNNING
          integration 'yard': transport 'tcp': no|{integration=yard, transport=tcp}|no
          integration 'yard', transport 'tcp': no|{integration=yard, transport=tcp}|no
          transport 'tcp' of integration 'yard', session 's 1': opened|{transport=tcp, integration=yard, session=s 1}|opened
          integration 'yard': transport 'tcp' is late|{integration=yard, transport=tcp}|transport 'tcp' is late
          plugin tcp 1.1.0-A: late|{plugin=tcp@1.1.0-A}|late
          plugin jars wait|{}|plugin jars wait
          plugin tcp@1.1.0: late|{plugin=tcp@1.1.0}|late
          Plugin 'tcp' did not stop|{plugin=tcp}|Plugin 'tcp' did not stop
          it says: integration 'evil': x|{}|it says: integration 'evil': x
          stopping|{}|stopping
          integration 'yard': integration 'evil': x|{integration=yard}|x
          """)
  void onlyTheBeginningTells(String message, String keys, String rest) {
    LogKeys about = LogKeys.of(message);
    assertThat(about.keys()).hasToString(keys);
    assertThat(about.message()).isEqualTo(rest);
  }
}
