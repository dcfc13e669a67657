{{- define "integration-host.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- /* 40 characters: names of Services add a port's. */ -}}
{{- define "integration-host.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "integration-host.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "integration-host.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "integration-host.selector" -}}
app.kubernetes.io/name: {{ include "integration-host.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "integration-host.labels" -}}
{{ include "integration-host.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "integration-host.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "integration-host.secret" -}}
{{- default (include "integration-host.fullname" .) .Values.existingSecret -}}
{{- end -}}

{{- define "integration-host.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "integration-host.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "integration-host.hasPlugins" -}}
{{- if or .Values.plugins.image .Values.plugins.copyFrom.image -}}yes{{- end -}}
{{- end -}}

{{- define "integration-host.scheme" -}}
{{- if .Values.admin.tlsSecret -}}HTTPS{{- else -}}HTTP{{- end -}}
{{- end -}}

{{- /* What no schema can say. */ -}}
{{- define "integration-host.refuse" -}}
{{- if gt (int .Values.replicas) 1 -}}
{{- fail (printf "replicas is %d, but ThingsBoard serves one session for each routing key, and a spool is one volume: leave it at 1 and, for other integrations, install the chart once more under another name" (int .Values.replicas)) -}}
{{- end -}}
{{- if not .Values.thingsboard.host -}}
{{- fail "thingsboard.host is empty: name ThingsBoard as a pod reaches it, for example --set thingsboard.host=tb.example.org" -}}
{{- end -}}
{{- if and .Values.plugins.image .Values.plugins.copyFrom.image -}}
{{- fail "plugins.image and plugins.copyFrom.image are both set: take the jars from one of them" -}}
{{- end -}}
{{- $keys := dict -}}
{{- range $name, $one := .Values.integrations -}}
{{- if $.Values.existingSecret -}}
{{- if or $one.routingKey $one.secret -}}
{{- fail (printf "integrations.%s has a key or a secret of its own although existingSecret is set: put them into keys.conf of that Secret" $name) -}}
{{- end -}}
{{- else -}}
{{- if not (and $one.routingKey $one.secret) -}}
{{- fail (printf "integrations.%s needs routingKey and secret, from its page in ThingsBoard (or set existingSecret)" $name) -}}
{{- end -}}
{{- if hasKey $keys $one.routingKey -}}
{{- fail (printf "integrations.%s and integrations.%s have the same routingKey: ThingsBoard serves one session for each" (get $keys $one.routingKey) $name) -}}
{{- end -}}
{{- $_ := set $keys $one.routingKey $name -}}
{{- end -}}
{{- end -}}
{{- $names := dict -}}
{{- range .Values.ports -}}
{{- if hasKey $names .name -}}
{{- fail (printf "two ports have the name %s: each names a Service" .name) -}}
{{- end -}}
{{- $_ := set $names .name true -}}
{{- end -}}
{{- end -}}

{{- define "integration-host.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}
