package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataSourceCommandTest {

    @Test
    void whatSeparatesPropertiesIsEscaped() {
        Database database = new Database("jdbc:postgresql://db:5432/app?ssl=true", "ada", "a:b=c\\d'\"");
        assertThat(DataSourceCommand.poolArguments(database))
                .contains(
                        "--property=url=jdbc\\:postgresql\\://db\\:5432/app?ssl\\=true:user=ada"
                                + ":password=a\\:b\\=c\\\\d\\'\\\":tcpKeepAlive=true:socketTimeout=60:logServerErrorDetail=false");
    }
}
