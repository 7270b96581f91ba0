BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcOutageQuestion' {
    BeforeAll { Start-TestSession }

    It 'lists the questions of a type in order' {
        $questions = Get-BcOutageQuestion UnableToSignIn
        $questions | Should -BeOfType ([BcAdmin.BcOutageQuestion])
        $questions.QuestionId | Should -Be @('q1', 'q3', 'q4')
        $questions[0].IsRequired | Should -BeTrue
        $questions[0].OnText | Should -Be 'Yes'
        $questions[2].ParentId | Should -Be 'q3'
        $questions[2].OutageType | Should -Be 'UnableToSignIn'
    }

    It 'accepts types from the pipeline' {
        (Get-BcOutageType | Get-BcOutageQuestion).OutageType | Select-Object -Unique | Should -Be (Get-BcOutageType).OutageType
    }

    It 'fails for an unknown type' {
        (Get-OneError { Get-BcOutageQuestion Nope }).FullyQualifiedErrorId | Should -BeLike 'CannotGetOutageQuestions,*'
    }

    It 'rejects a blank type' {
        (Get-OneError { Get-BcOutageQuestion ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
