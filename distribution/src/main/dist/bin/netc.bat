@echo off
rem Starts netc with the JDK of JAVA_HOME or PATH. NETC_JAVA_OPTS holds further options for the JVM.
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
set "quick=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
if not exist "%home%\lib\netc.jsa" (
  "%java%" %quick% "-XX:ArchiveClassesAtExit=%home%\lib\netc.jsa" -jar "%home%\lib\netc.jar" check "%home%\lib\sample.net" >nul 2>&1
)
rem Training makes garbage until its kernels have been compiled, and has to keep none of it.
if /i "%~1"=="train" set "quick=-XX:MaxNewSize=64m"
set "shared="
if exist "%home%\lib\netc.jsa" set shared=-Xlog:disable "-XX:SharedArchiveFile=%home%\lib\netc.jsa"
"%java%" %quick% %shared% %NETC_JAVA_OPTS% -jar "%home%\lib\netc.jar" %*
exit /b %ERRORLEVEL%
