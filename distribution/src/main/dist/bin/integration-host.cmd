@echo off
rem Starts the Integration Host on Windows. JAVA_HOME chooses the Java (17 or later), JAVA_OPTS adds
rem options. Heap and collector are Java's own choice here; bin/integration-host is the same for others.
setlocal EnableExtensions DisableDelayedExpansion

for %%I in ("%~dp0..") do set "HOST_HOME=%%~fI"

set "HOST_JAVA=java.exe"
if not "%JAVA_HOME%"=="" set "HOST_JAVA=%JAVA_HOME%\bin\java.exe"
if not "%JAVA_HOME%"=="" goto named
where java.exe >nul 2>&1
if errorlevel 1 goto missing
goto found
:named
if not exist "%HOST_JAVA%" goto missing
:found

set "HOST_VERSION="
if not "%JAVA_HOME%"=="" if exist "%JAVA_HOME%\release" (
  for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%JAVA_HOME%\release"') do if not defined HOST_VERSION set "HOST_VERSION=%%~V"
)
if defined HOST_VERSION set "HOST_VERSION=%HOST_VERSION:"=%"
if not defined HOST_VERSION (
  for /f "tokens=3" %%V in ('^""%HOST_JAVA%" -version 2^>^&1 ^| findstr /c:" version "^"') do if not defined HOST_VERSION set "HOST_VERSION=%%~V"
)
if defined HOST_VERSION for /f "delims=.-+" %%V in ("%HOST_VERSION%") do set "HOST_VERSION=%%V"
if not defined HOST_VERSION goto unknown
set /a HOST_VERSION=%HOST_VERSION% 2>nul
if errorlevel 1 goto unknown
if %HOST_VERSION% LSS 17 goto old

rem The script engine and the network library reach below Java's surface, which newer Javas announce.
set "HOST_ACCESS="
if %HOST_VERSION% GEQ 22 set "HOST_ACCESS=--enable-native-access=ALL-UNNAMED"
if %HOST_VERSION% GEQ 23 set "HOST_ACCESS=%HOST_ACCESS% --sun-misc-unsafe-memory-access=allow"

"%HOST_JAVA%" %HOST_ACCESS% ^
  -Dpolyglot.engine.WarnInterpreterOnly=false ^
  -Dpolyglotimpl.AttachLibraryFailureAction=ignore ^
  -Dintegration-host.home="%HOST_HOME%" ^
  %JAVA_OPTS% ^
  -cp "%HOST_HOME%\lib\*" io.integrationhost.cli.Main %*
exit /b %ERRORLEVEL%

:missing
echo Java was not found: install Java 17 or later, or set JAVA_HOME to it 1>&2
exit /b 1
:unknown
set "HOST_VERSION=of an unknown version"
:old
echo Java %HOST_VERSION% is too old: install Java 17 or later, or set JAVA_HOME to it 1>&2
exit /b 1
